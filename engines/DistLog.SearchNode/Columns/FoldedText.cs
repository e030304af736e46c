using System.Text;

namespace DistLog.SearchNode.Columns;

/// <summary>A column's strings in lower case, so that a token can be looked for by a vectorised byte search.</summary>
internal sealed class FoldedText(byte[] data, int[] offsets)
{
    public byte[] Data { get; } = data;

    public int[] Offsets { get; } = offsets;

    public ReadOnlySpan<byte> this[int value] => Data.AsSpan(Offsets[value], Offsets[value + 1] - Offsets[value]);

    public static FoldedText Of(RawStringColumn column)
    {
        var length = column.Offsets[^1];
        var data = new byte[length];
        return Ascii.ToLower(column.Data.AsSpan(0, length), data, out var written) == System.Buffers.OperationStatus.Done && written == length
            ? new FoldedText(data, column.Offsets)
            : FoldUnicode(column);
    }

    private static FoldedText FoldUnicode(RawStringColumn column)
    {
        var text = new MemoryStream(column.Data.Length);
        var offsets = new int[column.Offsets.Length];
        for (var value = 0; value < offsets.Length - 1; value++)
        {
            offsets[value] = (int)text.Length;
            text.Write(Fold(column[value]));
        }

        offsets[^1] = (int)text.Length;
        return new FoldedText(text.ToArray(), offsets);
    }

    /// <summary>One string in lower case, by Unicode's simple mapping.</summary>
    public static byte[] Fold(ReadOnlySpan<byte> value)
    {
        if (Ascii.IsValid(value))
        {
            var lower = new byte[value.Length];
            Ascii.ToLower(value, lower, out _);
            return lower;
        }

        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value).ToLowerInvariant());
    }
}

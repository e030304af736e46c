using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Scoring;

/// <summary>How long each row's text is in one block, and all of them together.</summary>
/// <param name="Norms">Each row's length, encoded in a byte.</param>
/// <param name="Documents">Rows that have any word.</param>
/// <param name="Words">All rows' words.</param>
internal sealed record TextLengths(byte[] Norms, int Documents, long Words)
{
    public static TextLengths None { get; } = new([], 0, 0);

    public static TextLengths Of(Block block, FieldRef field)
    {
        var norms = new byte[block.Rows];
        if (TextValues.Of(field.ColumnOf(block)) is not { } text)
        {
            return new TextLengths(norms, 0, 0);
        }

        var lengths = new int[text.Count];
        Array.Fill(lengths, -1);
        var (documents, words) = (0, 0L);
        for (var row = 0; row < norms.Length; row++)
        {
            var length = 0;
            text.Column.Values(row, out var first, out var end);
            for (var value = first; value < end; value++)
            {
                ref var known = ref lengths[text.Distinct(value)];
                known = known < 0 ? CountWords(text[value]) : known;
                length += known;
            }

            norms[row] = FieldLength.Encode(length);
            documents += length > 0 ? 1 : 0;
            words += length;
        }

        return new TextLengths(norms, documents, words);
    }

    private static int CountWords(ReadOnlySpan<byte> text)
    {
        var tokenizer = new StandardTokenizer(text);
        var count = 0;
        while (tokenizer.MoveNext())
        {
            count++;
        }

        return count;
    }
}

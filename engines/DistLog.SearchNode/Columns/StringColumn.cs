using System.Text;

namespace DistLog.SearchNode.Columns;

/// <summary>UTF-8 strings by value number.</summary>
internal abstract class StringColumn : Column
{
    public abstract ReadOnlySpan<byte> this[int value] { get; }

    /// <summary>The strings one after another, for whoever wants all of them: made when they are first asked for.</summary>
    public abstract RawStringColumn Raw { get; }

    /// <summary>Writes a value behind what there is.</summary>
    public virtual void CopyTo(Storage.Encoding.ByteBuffer target, int value) => target.Bytes(this[value]);

    /// <summary>A row's values as text.</summary>
    public IReadOnlyList<string> TextsOf(int row)
    {
        Values(row, out var first, out var end);
        var texts = new string[end - first];
        for (var value = first; value < end; value++)
        {
            texts[value - first] = Encoding.UTF8.GetString(this[value]);
        }

        return texts;
    }
}

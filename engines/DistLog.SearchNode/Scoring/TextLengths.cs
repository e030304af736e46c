using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;
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
        var column = field.ColumnOf(block);
        return LengthsOf(column) is { } lengthOf ? Of(column!, lengthOf) : new TextLengths(new byte[block.Rows], 0, 0);
    }

    /// <summary>What tells the words of a value; equal texts are counted once.</summary>
    private static Func<int, int>? LengthsOf(Column? column)
    {
        if (column is TemplateColumn templates)
        {
            var known = TemplateLengths.KnownFor(templates);
            return value => TemplateLengths.Words(templates, value, known);
        }

        if (TextValues.Of(column) is not { } text)
        {
            return null;
        }

        var lengths = new int[text.Count];
        Array.Fill(lengths, -1);
        return value =>
        {
            ref var known = ref lengths[text.Distinct(value)];
            return known < 0 ? known = CountWords(text[value]) : known;
        };
    }

    private static TextLengths Of(Column column, Func<int, int> lengthOf)
    {
        var norms = new byte[column.Rows];
        var (documents, words) = (0, 0L);
        for (var row = 0; row < norms.Length; row++)
        {
            var length = 0;
            column.Values(row, out var first, out var end);
            for (var value = first; value < end; value++)
            {
                length += lengthOf(value);
            }

            norms[row] = FieldLength.Encode(length);
            documents += length > 0 ? 1 : 0;
            words += length;
        }

        return new TextLengths(norms, documents, words);
    }

    public static int CountWords(ReadOnlySpan<byte> text)
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

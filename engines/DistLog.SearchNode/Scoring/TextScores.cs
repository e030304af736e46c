using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Scoring;

/// <summary>How often something occurs in a text; for phrases whose words lie apart, less than once.</summary>
internal delegate float Occurrences(ReadOnlySpan<byte> text);

/// <summary>Adds the scores of what occurs in texts.</summary>
internal static class TextScores
{
    public static void Add(Block block, FieldRef field, TermWeight weight, Bits rows, Occurrences occurrences, float[] scores)
    {
        if (rows.IsEmpty || TextValues.Of(field.ColumnOf(block)) is not { } text)
        {
            return;
        }

        var norms = BlockStatistics.Of(block).Lengths(block, field).Norms;
        var inverses = weight.Field.InverseNorms;
        var idf = weight.Idf;
        var known = new float[text.Count];
        Array.Fill(known, float.NaN);
        var numbers = new int[rows.Count()];
        rows.CopyRows(numbers);
        foreach (var row in numbers)
        {
            scores[row] += Bm25.Score(idf, Sum(text, row, occurrences, known), inverses[norms[row]]);
        }
    }

    private static float Sum(TextValues text, int row, Occurrences occurrences, float[] known)
    {
        var sum = 0f;
        text.Column.Values(row, out var first, out var end);
        for (var value = first; value < end; value++)
        {
            ref var cell = ref known[text.Distinct(value)];
            cell = float.IsNaN(cell) ? occurrences(text[value]) : cell;
            sum += cell;
        }

        return sum;
    }
}

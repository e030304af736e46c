using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Scoring;

/// <summary>Adds the scores of what occurs in texts.</summary>
internal static class TextScores
{
    public static void Add(Block block, FieldRef field, TermWeight weight, Bits rows, TextOccurrences occurrences, float[] scores)
    {
        if (rows.IsEmpty || field.ColumnOf(block) is not { } column || CounterOf(column, occurrences) is not { } count)
        {
            return;
        }

        var norms = BlockStatistics.Of(block).Lengths(block, field).Norms;
        var inverses = weight.Field.InverseNorms;
        var idf = weight.Idf;
        var numbers = new int[rows.Count()];
        rows.CopyRows(numbers);
        foreach (var row in numbers)
        {
            scores[row] += Bm25.Score(idf, count(row), inverses[norms[row]]);
        }
    }

    /// <summary>What counts a row's occurrences.</summary>
    private static Func<int, float>? CounterOf(Column column, TextOccurrences occurrences)
    {
        if (column is TemplateColumn templates)
        {
            var counts = occurrences.KnownFor(templates);
            return row => Sum(templates, row, occurrences, counts);
        }

        if (TextValues.Of(column) is not { } text)
        {
            return null;
        }

        var known = new float[text.Count];
        Array.Fill(known, float.NaN);
        return row => Sum(text, row, occurrences, known);
    }

    private static float Sum(TemplateColumn column, int row, TextOccurrences occurrences, float[] known)
    {
        var sum = 0f;
        column.Values(row, out var first, out var end);
        for (var value = first; value < end; value++)
        {
            sum += occurrences.In(column, value, known);
        }

        return sum;
    }

    private static float Sum(TextValues text, int row, TextOccurrences occurrences, float[] known)
    {
        var sum = 0f;
        text.Column.Values(row, out var first, out var end);
        for (var value = first; value < end; value++)
        {
            ref var cell = ref known[text.Distinct(value)];
            cell = float.IsNaN(cell) ? occurrences.In(text[value]) : cell;
            sum += cell;
        }

        return sum;
    }
}

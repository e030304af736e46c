using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Scoring;

/// <summary>Adds the scores of whole values: the same for every document that has one.</summary>
internal static class ValueScores
{
    /// <summary>The encoded length that a field without lengths has.</summary>
    private const int NoLength = 1;

    public static void Add(Bits rows, TermWeight weight, float[] scores)
    {
        if (rows.IsEmpty)
        {
            return;
        }

        var score = Bm25.Score(weight.Idf, 1, weight.Field.InverseNorms[NoLength]);
        var numbers = new int[rows.Count()];
        rows.CopyRows(numbers);
        foreach (var row in numbers)
        {
            scores[row] += score;
        }
    }
}

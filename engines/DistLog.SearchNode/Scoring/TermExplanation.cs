using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Scoring;

/// <summary>Explains the score of one term, number by number, in the words of Lucene.</summary>
internal static class TermExplanation
{
    public static Explanation OfText(Matcher matcher, FieldRef field, TermWeight weight, TextOccurrences occurrences, Block block, int row)
    {
        if (!matcher.Match(block)[row])
        {
            return Explanation.NoMatch("no matching term");
        }

        var frequency = 0f;
        var text = TextValues.Of(field.ColumnOf(block))!;
        text.Column.Values(row, out var first, out var end);
        for (var value = first; value < end; value++)
        {
            frequency += occurrences.In(text[value]);
        }

        var length = BlockStatistics.Of(block).Lengths(block, field).Norms[row];
        return Of(matcher, weight, frequency, length, row);
    }

    /// <summary>The explanation of a term that every matching document has once, in a field without lengths.</summary>
    public static Explanation OfValue(Matcher matcher, TermWeight weight, Block block, int row) =>
        matcher.Match(block)[row] ? Of(matcher, weight, 1, 1, row) : Explanation.NoMatch("no matching term");

    private static Explanation Of(Matcher matcher, TermWeight weight, float frequency, byte length, int row)
    {
        var inverse = weight.Field.InverseNorms[length];
        var score = Bm25.Score(weight.Idf, frequency, inverse);
        var idf = new Explanation(
            weight.Idf,
            "idf, computed as log(1 + (N - n + 0.5) / (n + 0.5)) from:",
            new Explanation(weight.Frequency, "n, number of documents containing term"),
            new Explanation(weight.Field.Documents, "N, total number of documents with field"));
        var tf = new Explanation(
            1 - (1 / (1 + (frequency * inverse))),
            "tf, computed as freq / (freq + k1 * (1 - b + b * dl / avgdl)) from:",
            new Explanation(frequency, "freq, occurrences of term within document"),
            new Explanation(1.2f, "k1, term saturation parameter"),
            new Explanation(0.75f, "b, length normalization parameter"),
            new Explanation(FieldLength.Decode(length), "dl, length of field"),
            new Explanation(weight.Field.AverageLength, "avgdl, average length of field"));
        var product = new Explanation(score, $"score(freq={frequency:0.0######}), computed as boost * idf * tf from:", idf, tf);
        return new Explanation(score, $"weight({matcher} in {row}) [PerFieldSimilarity], result of:", product);
    }
}

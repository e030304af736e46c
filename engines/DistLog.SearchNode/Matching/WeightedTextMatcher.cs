using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows whose text has a word, or words in order, which weigh something where a score is asked for.</summary>
internal abstract class WeightedTextMatcher(FieldRef field, TextOccurrences occurrences) : TextMatcher(field)
{
    /// <summary>What a match weighs; null where every match scores 1.</summary>
    public TermWeight? Weight { get; set; }

    public sealed override void Score(Block block, Bits rows, float[] scores)
    {
        if (Weight is null)
        {
            base.Score(block, rows, scores);
            return;
        }

        TextScores.Add(block, Field, Weight, Match(block, rows), occurrences, scores);
    }

    public sealed override Explanation Explain(Block block, int row) =>
        Weight is null ? base.Explain(block, row) : TermExplanation.OfText(this, Field, Weight, occurrences, block, row);
}

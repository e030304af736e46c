using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Another matcher's rows, scored as those of one term of the field.</summary>
internal sealed class WeighedMatcher(Matcher inner, IndexStatistics statistics, FieldRef field, byte[] term) : Matcher
{
    private readonly TermWeight _weight = TermWeight.Of(statistics, field, term, inner);

    public override int Cost => inner.Cost;

    public override bool MayMatch(Block block) => inner.MayMatch(block);

    public override Bits Match(Block block) => inner.Match(block);

    public override Bits Match(Block block, Bits within) => inner.Match(block, within);

    public override void Score(Block block, Bits rows, float[] scores) => ValueScores.Add(Match(block, rows), _weight, scores);

    public override Explanation Explain(Block block, int row) => TermExplanation.OfValue(this, _weight, block, row);

    public override string ToString() => $"{field.Path}:{System.Text.Encoding.UTF8.GetString(term)}";
}

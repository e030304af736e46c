using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Another matcher's rows, with a score that is the same for all, or a multiple of the other's.</summary>
internal sealed class BoostMatcher(Matcher inner, float boost, bool constant) : Matcher
{
    public override int Cost => inner.Cost;

    /// <summary>The matcher itself where its scores needn't change.</summary>
    public static Matcher Of(Matcher inner, float boost) => boost == 1 ? inner : new BoostMatcher(inner, boost, constant: false);

    public override Bits Match(Block block) => inner.Match(block);

    public override Bits Match(Block block, Bits within) => inner.Match(block, within);

    public override bool MayMatch(Block block) => inner.MayMatch(block);

    public override void Score(Block block, Bits rows, float[] scores)
    {
        if (constant)
        {
            AddConstant(inner.Match(block, rows), scores);
            return;
        }

        var own = new float[scores.Length];
        inner.Score(block, rows, own);
        for (var row = 0; row < own.Length; row++)
        {
            scores[row] += own[row] * boost;
        }
    }

    public override Explanation Explain(Block block, int row)
    {
        if (constant)
        {
            return base.Explain(block, row);
        }

        var own = inner.Explain(block, row);
        return own.Value == 0 ? own : new Explanation(own.Value * boost, "product of:", own, new Explanation(boost, "boost"));
    }

    public override void Mark(Marks marks) => inner.Mark(marks);

    public override string ToString() => $"ConstantScore({inner})";

    private void AddConstant(Bits matched, float[] scores)
    {
        for (var row = 0; row < matched.Length; row++)
        {
            scores[row] += matched[row] ? boost : 0;
        }
    }
}

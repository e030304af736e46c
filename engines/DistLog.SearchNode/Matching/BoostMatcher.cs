using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Another matcher's rows, with a score that is the same for all, or a multiple of the other's.</summary>
internal sealed class BoostMatcher(Matcher inner, float boost, bool constant) : Matcher
{
    public override int Cost => inner.Cost;

    public override Bits Match(Block block) => inner.Match(block);

    public override Bits Match(Block block, Bits within) => inner.Match(block, within);

    public override bool MayMatch(Block block) => inner.MayMatch(block);

    public override void Score(Block block, Bits rows, float[] scores)
    {
        if (constant)
        {
            AddConstant(inner.Match(block).And(rows), scores);
            return;
        }

        var own = new float[scores.Length];
        inner.Score(block, rows, own);
        for (var row = 0; row < own.Length; row++)
        {
            scores[row] += own[row] * boost;
        }
    }

    private void AddConstant(Bits matched, float[] scores)
    {
        for (var row = 0; row < matched.Length; row++)
        {
            scores[row] += matched[row] ? boost : 0;
        }
    }
}

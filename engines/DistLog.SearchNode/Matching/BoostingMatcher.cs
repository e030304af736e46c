using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>One matcher's rows; the scores of those that another matches too are multiplied by a factor.</summary>
internal sealed class BoostingMatcher(Matcher positive, Matcher negative, float factor) : Matcher
{
    public override int Cost => positive.Cost;

    public override bool MayMatch(Block block) => positive.MayMatch(block);

    public override Bits Match(Block block) => positive.Match(block);

    public override Bits Match(Block block, Bits within) => positive.Match(block, within);

    public override void Score(Block block, Bits rows, float[] scores)
    {
        var own = new float[scores.Length];
        positive.Score(block, rows, own);
        var lowered = negative.Match(block);
        for (var row = 0; row < own.Length; row++)
        {
            scores[row] += lowered[row] ? own[row] * factor : own[row];
        }
    }

    public override void Mark(Marks marks) => positive.Mark(marks);
}

using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Every row.</summary>
internal sealed class AllMatcher : Matcher
{
    public static AllMatcher Instance { get; } = new();

    public override int Cost => 0;

    public override Bits Match(Block block) => Bits.All(block.Rows);

    public override Bits Match(Block block, Bits within) => within.Copy();

    public override string ToString() => "*:*";
}

using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>No row.</summary>
internal sealed class NoneMatcher : Matcher
{
    public static NoneMatcher Instance { get; } = new();

    public override int Cost => 0;

    public override Bits Match(Block block) => new(block.Rows);

    public override bool MayMatch(Block block) => false;
}

using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>Which segments are merged when. Sizes fall into tiers of a factor of eight, so a document is merged a handful of times in its life.</summary>
internal static class MergePolicy
{
    /// <summary>As many segments of one tier make a merge.</summary>
    private const int TierSegments = 8;

    private const int TierFactor = 8;

    /// <summary>Bigger ones stay as they are: merging them would cost more than it saves.</summary>
    private const long LargestSegment = 4L << 30;

    /// <summary>Segments without a live document go first, however few: they cost nothing to merge.</summary>
    public static IReadOnlyList<Segment> Choose(IReadOnlyList<Segment> segments)
    {
        var whole = segments.Where(segment => segment.Blocks.All(block => block.Block is not DiskBlock { Damage: not null })).ToArray();
        return whole.Where(segment => segment.LiveRows == 0).ToArray() is { Length: > 0 } dead ? dead : ChooseTier(whole);
    }

    private static Segment[] ChooseTier(IReadOnlyList<Segment> segments) =>
        segments
            .Where(segment => segment.SizeOnDisk < LargestSegment / 2)
            .GroupBy(Tier)
            .Where(tier => tier.Count() >= TierSegments)
            .OrderBy(tier => tier.Key)
            .Select(tier => tier.Take(4 * TierSegments).ToArray())
            .FirstOrDefault() ?? [];

    /// <summary>A block that is nearly full, by rows or by bytes, of the present format, and mostly alive is copied; any other is made anew.</summary>
    public static bool IsWorthKeeping(BlockRef block)
    {
        var rows = block.Block.Rows;
        var disk = (DiskBlock)block.Block;
        var isFull = rows >= BlockLimits.Rows * 3 / 4 || disk.Entry.SourceBytes >= BlockLimits.SourceBytes * 3 / 4;
        return disk.IsCurrent && isFull && (block.Dead?.Count() ?? 0) <= rows / 4;
    }

    private static int Tier(Segment segment) => (int)Math.Log(Math.Max(1, segment.SizeOnDisk / 65_536.0), TierFactor);
}

using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Collects one aggregation, block by block.</summary>
internal abstract class Collector
{
    /// <summary>Takes some rows of a block, in ascending order.</summary>
    public abstract void Collect(BlockContext block, ReadOnlySpan<int> rows);

    /// <summary>The result, when all blocks are through. A metric's collector is its own result.</summary>
    public abstract IAggregationResult Finish();

    /// <summary>The number that buckets are ordered by; <paramref name="path"/> where there are several, or what is asked for lies deeper.</summary>
    public virtual double? Value(string? path) => null;
}

using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary>The terms of the whole index and how many documents have each, whatever the query.</summary>
internal sealed class BackgroundTerms(TermsAggregation aggregation, Mapping.Dates.Instant now) : IWholeIndexCollector
{
    public TermsCollector Terms { get; } = new(aggregation.AsBackground(), new AggregationScope(BucketBudget.DefaultLimit, now));

    public void CollectAll(BlockContext block, ReadOnlySpan<int> rows) => Terms.Collect(block, rows);
}

using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary>The terms of the whole index and how many documents have each, whatever the query.</summary>
internal sealed class BackgroundTerms(TermsAggregation aggregation, Mapping.Dates.Instant now, Queries.Query? filter = null) : IWholeIndexCollector
{
    public TermsCollector Terms { get; } = new(aggregation.AsBackground(), new AggregationScope(BucketBudget.DefaultLimit, now));

    /// <summary>How many documents have been shown.</summary>
    public long Count { get; private set; }

    public void CollectAll(BlockContext block, ReadOnlySpan<int> rows)
    {
        if (filter is not null)
        {
            var matching = block.Matches(filter);
            rows = rows.ToArray().Where(row => matching[row]).ToArray();
        }

        Count += rows.Length;
        Terms.Collect(block, rows);
    }
}

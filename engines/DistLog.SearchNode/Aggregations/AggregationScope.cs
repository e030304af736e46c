using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary>What all collectors of one search share: the budget of buckets, and who wants to see documents that the query doesn't match.</summary>
internal sealed class AggregationScope(int bucketLimit, Instant now)
{
    private readonly Dictionary<SearchRequest, List<Hit>> _hits = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Aggregation, IWholeIndexCollector> _whole = new(ReferenceEqualityComparer.Instance);

    /// <summary>The moment that <c>now</c> is.</summary>
    public Instant Now => now;

    public BucketBudget Budget { get; } = new(bucketLimit);

    /// <summary>True where some aggregation looks beyond the query's documents.</summary>
    public bool SeesAll => _whole.Count > 0;

    /// <summary>The one collector that sees the whole index for an aggregation, however many buckets it stands in.</summary>
    public T Whole<T>(Aggregation aggregation, Func<T> make)
        where T : class, IWholeIndexCollector
    {
        if (!_whole.TryGetValue(aggregation, out var known))
        {
            _whole[aggregation] = known = make();
        }

        return (T)known;
    }

    /// <summary>Notes hits whose documents are to be read when all aggregations are through, so that each block is unpacked once.</summary>
    public void FetchLater(SearchRequest request, Hit[] hits)
    {
        if (!_hits.TryGetValue(request, out var known))
        {
            _hits[request] = known = [];
        }

        known.AddRange(hits);
    }

    /// <summary>Reads the documents of all hits that were noted, and what else is to be shown of them.</summary>
    public void FetchHits(SearchRequest search, Dictionary<string, string> failures, CancellationToken cancel)
    {
        foreach (var (request, hits) in _hits)
        {
            (request.Query, request.BoostOfIndex, request.TotalAsInt) = (search.Query, search.BoostOfIndex, search.TotalAsInt);
            FetchPhase.Complete(request, HitFetcher.Fetch([.. hits], request, failures, cancel), [], now, cancel);
        }
    }

    /// <summary>Shows all live rows of a block, before the query's own are collected.</summary>
    public void CollectAll(BlockContext block, ReadOnlySpan<int> rows)
    {
        foreach (var collector in _whole.Values)
        {
            collector.CollectAll(block, rows);
        }
    }
}

/// <summary>Wants the documents of the whole index, not only those that the query matches.</summary>
internal interface IWholeIndexCollector
{
    /// <summary>Takes all live rows of a block, in ascending order.</summary>
    void CollectAll(BlockContext block, ReadOnlySpan<int> rows);
}

using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Counts a search's buckets against Elasticsearch's search.max_buckets.</summary>
internal sealed class BucketBudget
{
    /// <summary>search.max_buckets: it bounds a search's memory and the size of its answer.</summary>
    public const int Limit = 65_536;

    /// <summary>As many as may be held while collecting: of the terms, only the first ones are given out.</summary>
    private const int CollectLimit = 4_000_000;

    private int _held;

    public void Hold()
    {
        if (++_held > CollectLimit)
        {
            throw Refuse.TooManyBuckets(Limit);
        }
    }

    private int _written;

    public void Write(int buckets)
    {
        _written += buckets;
        if (_written > Limit)
        {
            throw Refuse.TooManyBuckets(Limit);
        }
    }
}

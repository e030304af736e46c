using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Counts a search's buckets against Elasticsearch's search.max_buckets.</summary>
internal sealed class BucketBudget(int limit)
{
    /// <summary>The default of search.max_buckets: it bounds a search's memory and the size of its answer.</summary>
    public const int DefaultLimit = 65_536;

    /// <summary>As many as may be held while collecting: of the terms, only the first ones are given out.</summary>
    private const int CollectLimit = 4_000_000;

    private int _held;
    private int _written;

    /// <summary>Counts a bucket that is held while collecting.</summary>
    public void Hold()
    {
        if (++_held > CollectLimit)
        {
            throw Refuse.TooManyBuckets(limit, limit + 1L);
        }
    }

    /// <summary>Gives back a bucket that is no longer held.</summary>
    public void Release() => _held--;

    /// <summary>Refuses to make so many buckets, before they are made.</summary>
    public void Allow(double buckets)
    {
        if (buckets > CollectLimit - _held)
        {
            throw Refuse.TooManyBuckets(limit, limit + 1L);
        }
    }

    /// <summary>Refuses a page with more buckets than an answer may have.</summary>
    public int CheckSize(int size) => size > limit ? throw Refuse.TooManyBuckets(limit, size) : size;

    /// <summary>Counts buckets of the answer.</summary>
    public void Write(long buckets)
    {
        if (buckets > limit - _written)
        {
            throw Refuse.TooManyBuckets(limit, _written + buckets);
        }

        _written += (int)buckets;
    }
}

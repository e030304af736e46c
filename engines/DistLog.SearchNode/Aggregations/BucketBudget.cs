using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Bounds a search's buckets: those of the answer by Elasticsearch's search.max_buckets, those held while collecting by their memory.</summary>
internal sealed class BucketBudget(int limit)
{
    /// <summary>The default of search.max_buckets: it bounds the size of an answer.</summary>
    public const int DefaultLimit = 65_536;

    /// <summary>Memory that a search's buckets may take: of the terms that are counted, only the first ones are given out.</summary>
    private const long MemoryLimit = 512L << 20;

    /// <summary>What a bucket takes, with its key and its place in a dictionary.</summary>
    private const int BucketBytes = 120;

    /// <summary>What a collector inside of it takes before it has seen anything.</summary>
    private const int CollectorBytes = 240;

    /// <summary>Distinct counters that may be exact up to many values; those after them go over to estimates early.</summary>
    private const int ExactCounters = 16;

    private long _held;
    private int _written;
    private int _counters;

    /// <summary>Counts a bucket that is held while collecting.</summary>
    public void Hold(AggregationTree children)
    {
        _held += BytesOf(children);
        if (_held > MemoryLimit)
        {
            throw Refuse.TooMuchMemory(_held, MemoryLimit);
        }
    }

    /// <summary>Gives back a bucket that is no longer held.</summary>
    public void Release(AggregationTree children) => _held -= BytesOf(children);

    private static int BytesOf(AggregationTree children) => BucketBytes + (children.Aggregations.Count * CollectorBytes);

    /// <summary>Refuses to make so many buckets, before they are made.</summary>
    public void Allow(double buckets)
    {
        if (buckets * BucketBytes > MemoryLimit - _held)
        {
            throw Refuse.TooManyBuckets(limit, (long)Math.Min(buckets, long.MaxValue / 2));
        }
    }

    /// <summary>Refuses to make more buckets than an answer may have, where all that are made are given out.</summary>
    public void AllowGiven(double buckets)
    {
        if (buckets > limit - _written)
        {
            throw Refuse.TooManyBuckets(limit, (long)Math.Min(buckets, long.MaxValue / 2));
        }
    }

    /// <summary>True for the first counters of distinct values.</summary>
    public bool MayCountExactly() => ++_counters <= ExactCounters;

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

using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Some documents that share something, and what is computed over them.</summary>
internal sealed class Bucket
{
    private readonly List<int>? _rows;

    public Bucket(AggregationTree children, BucketBudget budget)
    {
        budget.Hold();
        if (children.Aggregations.Count > 0)
        {
            Children = children.NewCollectors(budget);
            _rows = [];
        }
    }

    public long Count { get; private set; }

    public CollectorSet? Children { get; }

    /// <summary>True where <see cref="Flush"/> has something to do.</summary>
    public bool HasRows => _rows is { Count: > 0 };

    /// <summary>Takes a row of the block under way.</summary>
    public void Add(int row)
    {
        Count++;
        _rows?.Add(row);
    }

    public void AddCount(long count) => Count += count;

    /// <summary>Hands the block's rows on to the aggregations inside.</summary>
    public void Flush(BlockContext block)
    {
        if (HasRows)
        {
            Children!.Collect(block, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rows));
            _rows!.Clear();
        }
    }
}

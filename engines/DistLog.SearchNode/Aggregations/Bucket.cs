using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Some documents that share something, and what is computed over them.</summary>
internal sealed class Bucket
{
    private readonly List<int>? _rows;

    public Bucket(AggregationTree children, AggregationScope scope)
    {
        scope.Budget.Hold(children);
        if (!children.IsEmpty)
        {
            Children = children.NewCollectors(scope);
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

    /// <summary>Takes rows of the block under way, in ascending order, and hands them on at once.</summary>
    public void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        Count += rows.Length;
        Children?.Collect(block, rows);
    }

    /// <summary>Hands the block's rows on to the aggregations inside.</summary>
    public void Flush(BlockContext block)
    {
        if (HasRows)
        {
            Children!.Collect(block, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rows));
            _rows!.Clear();
        }
    }

    /// <summary>The bucket as the answer has it.</summary>
    public ResultBucket Finish(BucketKey key) => new(key, Count, Finish());

    /// <summary>The results of the aggregations inside.</summary>
    public ResultSet Finish() => Children?.Finish() ?? new ResultSet();
}

using System.Text.Json;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Collects one aggregation, block by block, and writes the result.</summary>
internal abstract class Collector
{
    /// <summary>Takes some rows of a block, in ascending order.</summary>
    public abstract void Collect(BlockContext block, ReadOnlySpan<int> rows);

    /// <summary>Writes the properties of the result, inside its object.</summary>
    public abstract void Write(Utf8JsonWriter writer, bool typedKeys);

    /// <summary>The number that buckets are ordered by, for metrics; <paramref name="property"/> where the metric has several.</summary>
    public virtual double? Value(string? property) => null;
}

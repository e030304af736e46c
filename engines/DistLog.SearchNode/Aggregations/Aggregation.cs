namespace DistLog.SearchNode.Aggregations;

/// <summary>An aggregation as it was asked.</summary>
internal abstract class Aggregation
{
    public required string Name { get; init; }

    /// <summary>The type's name, as typed_keys shows it.</summary>
    public abstract string TypedName { get; }

    public AggregationTree Children { get; set; } = AggregationTree.Empty;

    /// <summary>The request's <c>meta</c>, given back as it is.</summary>
    public System.Text.Json.JsonElement? Meta { get; set; }

    /// <summary>Makes what collects for one search.</summary>
    public abstract Collector NewCollector(BucketBudget budget);
}

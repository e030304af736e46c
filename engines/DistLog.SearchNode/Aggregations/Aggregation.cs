namespace DistLog.SearchNode.Aggregations;

/// <summary>An aggregation as it was asked.</summary>
internal abstract class Aggregation
{
    public required string Name { get; init; }

    /// <summary>The type's name in a request.</summary>
    public abstract string TypedName { get; }

    public AggregationTree Children { get; set; } = AggregationTree.Empty;

    /// <summary>The request's <c>meta</c>, given back as it is.</summary>
    public System.Text.Json.JsonElement? Meta { get; set; }

    /// <summary>True where it makes many buckets, so that pipeline aggregations can run over them.</summary>
    public virtual bool HasManyBuckets => false;

    /// <summary>True where its answers hold other aggregations: it makes buckets, one or many.</summary>
    public virtual bool HasBuckets => true;

    /// <summary>True where it has several numbers, and a path must say which (stats, percentiles).</summary>
    public virtual bool HasManyNumbers => false;

    /// <summary>Whether it has a number of that name.</summary>
    public virtual bool HasNumber(string name) => name == "value";

    /// <summary>The fields that it is computed over.</summary>
    public virtual IEnumerable<ValueSource> Sources => [];

    /// <summary>Refuses what doesn't fit its place: the parent (null at the top) and the children are known by now.</summary>
    public virtual void Check(Aggregation? parent)
    {
    }

    /// <summary>Makes what collects for one search, or for one bucket of it.</summary>
    public abstract Collector NewCollector(AggregationScope scope);
}

namespace DistLog.SearchNode.Aggregations;

/// <summary>An aggregation that makes numbers, not buckets.</summary>
internal abstract class MetricAggregation : Aggregation
{
    public override bool HasBuckets => false;
}

namespace DistLog.SearchNode.Aggregations.Results;

/// <summary>A metric's one number.</summary>
internal sealed class MetricValue(string typedName, double value, ValueFormat format) : SimpleValue(value, format)
{
    public override string TypedName => typedName;
}

using System.Text.Json;

namespace DistLog.SearchNode.Aggregations.Results;

/// <summary>A metric's one whole number, which no format touches: <c>value_count</c>, <c>cardinality</c>.</summary>
internal sealed class CountValue(string typedName, long value) : IMetricResult
{
    public string TypedName => typedName;

    public bool HasManyNumbers => false;

    public double? Number(string name) => name == "value" ? value : null;

    public void Write(Utf8JsonWriter writer, bool typedKeys) => writer.WriteNumber("value", value);
}

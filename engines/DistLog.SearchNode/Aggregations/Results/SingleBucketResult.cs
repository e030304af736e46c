using System.Text.Json;

namespace DistLog.SearchNode.Aggregations.Results;

/// <summary>One bucket.</summary>
internal sealed class SingleBucketResult(string typedName, long count, ResultSet children) : IAggregationResult
{
    public string TypedName => typedName;

    public long Count => count;

    public ResultSet Children => children;

    public void Write(Utf8JsonWriter writer, bool typedKeys)
    {
        writer.WriteNumber("doc_count", count);
        children.Write(writer, typedKeys);
    }
}

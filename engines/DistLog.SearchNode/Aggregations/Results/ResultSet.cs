using System.Text.Json;

namespace DistLog.SearchNode.Aggregations.Results;

/// <summary>Results side by side: those of a search, or those inside a bucket.</summary>
internal sealed class ResultSet
{
    private readonly List<(string Name, JsonElement? Meta, IAggregationResult Result)> _results = [];

    public IAggregationResult? Find(string name)
    {
        foreach (var entry in _results)
        {
            if (entry.Name == name)
            {
                return entry.Result;
            }
        }

        return null;
    }

    public void Add(string name, JsonElement? meta, IAggregationResult result) => _results.Add((name, meta, result));

    /// <summary>Writes each aggregation's name and result.</summary>
    public void Write(Utf8JsonWriter writer, bool typedKeys)
    {
        foreach (var (name, meta, result) in _results)
        {
            writer.WritePropertyName(typedKeys ? $"{result.TypedName}#{name}" : name);
            writer.WriteStartObject();
            if (meta is { } given)
            {
                writer.WritePropertyName("meta");
                given.WriteTo(writer);
            }

            result.Write(writer, typedKeys);
            writer.WriteEndObject();
        }
    }
}

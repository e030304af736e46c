using System.Text.Json;

namespace DistLog.SearchNode.Aggregations.Results;

/// <summary>What an aggregation came to: written to the answer, and read by pipeline aggregations.</summary>
internal interface IAggregationResult
{
    /// <summary>The type's name, as typed_keys shows it.</summary>
    string TypedName { get; }

    /// <summary>Writes the properties of the result, inside its object.</summary>
    void Write(Utf8JsonWriter writer, bool typedKeys);
}

/// <summary>A result of numbers.</summary>
internal interface IMetricResult : IAggregationResult
{
    /// <summary>True where there are several numbers, and a path must say which.</summary>
    bool HasManyNumbers { get; }

    /// <summary>A number by its name, NaN where it has no value; null where there is none of that name.</summary>
    double? Number(string name);
}

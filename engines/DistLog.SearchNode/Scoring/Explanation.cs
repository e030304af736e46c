using System.Text.Json;
using DistLog.SearchNode.Aggregations;

namespace DistLog.SearchNode.Scoring;

/// <summary>How a score came about.</summary>
internal sealed record Explanation(float Value, string Description, params IReadOnlyList<Explanation> Details)
{
    /// <summary>False where there is no score since the document doesn't match.</summary>
    public bool IsMatch { get; private init; } = true;

    public static Explanation NoMatch(string description) => new(0, description) { IsMatch = false };

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        Numbers.Write(writer, "value", Floats.Widen(Value));
        writer.WriteString("description", Description);
        writer.WriteStartArray("details");
        foreach (var detail in Details)
        {
            detail.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

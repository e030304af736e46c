using System.Text.Json.Nodes;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Cluster;

/// <summary>That an index was followed by another one: when, and which conditions brought it about. From then on its age counts.</summary>
/// <param name="Time">Milliseconds since 1970.</param>
/// <param name="Conditions">Those that were met.</param>
internal sealed record RolloverInfo(long Time, IReadOnlyList<string> Conditions)
{
    public JsonObject ToJson() => new() { ["time"] = Time, ["conditions"] = new JsonArray([.. Conditions.Select(condition => (JsonNode)condition)]) };

    public static RolloverInfo? FromJson(JsonNode? json) =>
        json is JsonObject ? new RolloverInfo(json["time"]!.GetValue<long>(), json["conditions"].Strings()) : null;
}

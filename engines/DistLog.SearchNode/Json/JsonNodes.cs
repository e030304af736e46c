using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DistLog.SearchNode.Json;

/// <summary>Lenient reading of settings and mappings, where Elasticsearch takes <c>"5"</c> for 5 and <c>"a"</c> for <c>["a"]</c>.</summary>
internal static class JsonNodes
{
    public static IReadOnlyList<string> Strings(this JsonNode? node) => node switch
    {
        null => [],
        JsonArray array => [.. array.Select(item => item.Text() ?? "null")],
        _ => [node.Text()!],
    };

    /// <summary>A scalar as its text, without quotes; null for null.</summary>
    public static string? Text(this JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => node.ToJsonString(),
    };

    public static bool? Bool(this JsonNode? node) => node.Text() switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };

    public static int? Int(this JsonNode? node) =>
        int.TryParse(node.Text(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Adds what <paramref name="overlay"/> has, object by object; where both have a value, the overlay's wins.</summary>
    public static void MergeFrom(this JsonObject target, JsonObject overlay)
    {
        foreach (var (key, value) in overlay)
        {
            if (value is JsonObject inner && target[key] is JsonObject existing)
            {
                existing.MergeFrom(inner);
            }
            else
            {
                target[key] = value?.DeepClone();
            }
        }
    }
}

using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Mapping;

/// <summary>A rule that gives unknown fields their mapping, by name, path and the JSON type of their first value.</summary>
internal sealed class DynamicTemplate
{
    public required IReadOnlyList<string> Match { get; init; }

    public required IReadOnlyList<string> Unmatch { get; init; }

    public required IReadOnlyList<string> PathMatch { get; init; }

    public required IReadOnlyList<string> PathUnmatch { get; init; }

    public required IReadOnlyList<string> MatchTypes { get; init; }

    public required JsonObject Mapping { get; init; }

    public static DynamicTemplate Parse(JsonNode? node)
    {
        if (node is not JsonObject { Count: 1 } named || named.First().Value is not JsonObject rule)
        {
            throw Refuse.MapperParsing("A dynamic template must be defined with a name");
        }

        return new DynamicTemplate
        {
            Match = rule["match"].Strings(),
            Unmatch = rule["unmatch"].Strings(),
            PathMatch = rule["path_match"].Strings(),
            PathUnmatch = rule["path_unmatch"].Strings(),
            MatchTypes = rule["match_mapping_type"].Strings(),
            Mapping = (rule["mapping"] ?? rule["runtime"]) as JsonObject
                ?? throw Refuse.MapperParsing($"dynamic template [{named.First().Key}] has no mapping"),
        };
    }

    /// <summary>Whether the rule is for a field of this path and detected type (string, long, double, boolean, date, object).</summary>
    public bool Applies(string path, string type)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        return (MatchTypes.Count == 0 || MatchTypes.Contains("*") || MatchTypes.Contains(type))
            && (Match.Count == 0 || Match.Any(pattern => Glob.Matches(pattern, name)))
            && !Unmatch.Any(pattern => Glob.Matches(pattern, name))
            && (PathMatch.Count == 0 || PathMatch.Any(pattern => Glob.Matches(pattern, path)))
            && !PathUnmatch.Any(pattern => Glob.Matches(pattern, path));
    }

    /// <summary>The mapping for a field, with the placeholders <c>{name}</c> and <c>{dynamic_type}</c> filled in.</summary>
    public JsonObject MappingFor(string path, string type)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        var dynamicType = type == "string" ? "text" : type;
        var text = Mapping.ToJsonString().Replace("{name}", name, StringComparison.Ordinal).Replace("{dynamic_type}", dynamicType, StringComparison.Ordinal);
        var mapping = (JsonObject)JsonNode.Parse(text)!;
        mapping["type"] ??= dynamicType == "double" ? "float" : dynamicType;
        return mapping;
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Mapping;

/// <summary>A rule that gives unknown fields their mapping, by name, path and the JSON type of their first value.</summary>
internal sealed class DynamicTemplate
{
    /// <summary>The JSON types that a rule can name.</summary>
    private static readonly string[] Types = ["object", "string", "long", "double", "boolean", "date", "binary"];

    private static readonly string[] Keys =
        ["match", "unmatch", "path_match", "path_unmatch", "match_mapping_type", "unmatch_mapping_type", "match_pattern", "mapping", "runtime"];

    public required string Name { get; init; }

    public required Func<string, bool>[] Match { get; init; }

    public required Func<string, bool>[] Unmatch { get; init; }

    public required Func<string, bool>[] PathMatch { get; init; }

    public required Func<string, bool>[] PathUnmatch { get; init; }

    public required IReadOnlyList<string> MatchTypes { get; init; }

    public required IReadOnlyList<string> UnmatchTypes { get; init; }

    public required JsonObject Mapping { get; init; }

    public static DynamicTemplate Parse(JsonNode? node)
    {
        if (node is not JsonObject { Count: 1 } named || named.First() is not { Value: JsonObject rule } pair)
        {
            throw Refuse.MapperParsing("A dynamic template must be defined with a name");
        }

        Check(pair.Key, rule);
        var patterns = Patterns(pair.Key, rule["match_pattern"].Text() ?? "simple");
        return new DynamicTemplate
        {
            Name = pair.Key,
            Match = patterns(rule["match"]),
            Unmatch = patterns(rule["unmatch"]),
            PathMatch = patterns(rule["path_match"]),
            PathUnmatch = patterns(rule["path_unmatch"]),
            MatchTypes = TypesOf(rule["match_mapping_type"]),
            UnmatchTypes = TypesOf(rule["unmatch_mapping_type"]),
            Mapping = rule["mapping"] as JsonObject ?? throw Refuse.MapperParsing($"template [{pair.Key}] must have either mapping or runtime set"),
        };
    }

    private static void Check(string name, JsonObject rule)
    {
        if (rule.Select(pair => pair.Key).FirstOrDefault(key => !Keys.Contains(key)) is { } unknown)
        {
            throw Refuse.IllegalArgument($"Illegal dynamic template parameter: [{unknown}]");
        }

        if (rule.ContainsKey("runtime"))
        {
            throw Refuse.MapperParsing($"runtime fields are not supported by this node: dynamic template [{name}]");
        }

        if (!rule.Any(pair => pair.Key is "match" or "path_match" or "match_mapping_type" or "unmatch_mapping_type"))
        {
            throw Refuse.MapperParsing($"template [{name}] must have match, path_match or match_mapping_type set");
        }
    }

    private static IReadOnlyList<string> TypesOf(JsonNode? node)
    {
        var types = node.Strings();
        return types.FirstOrDefault(type => type != "*" && !Types.Contains(type)) is { } unknown
            ? throw Refuse.IllegalArgument($"No field type matched on [{unknown}], possible values are [{string.Join(", ", Types)}]")
            : types;
    }

    /// <summary>How the rule's patterns are to be understood: with stars, or as regular expressions.</summary>
    private static Func<JsonNode?, Func<string, bool>[]> Patterns(string name, string kind)
    {
        switch (kind)
        {
            case "simple":
                return node => [.. node.Strings().Select(pattern => (Func<string, bool>)(text => Glob.Matches(pattern, text)))];
            case "regex":
                return node => [.. node.Strings().Select(pattern => Regular(name, pattern))];
            default:
                throw Refuse.IllegalArgument($"No matching pattern matched on [{kind}]");
        }
    }

    private static Func<string, bool> Regular(string name, string pattern)
    {
        try
        {
            // Without backtracking a pattern takes time in proportion to the name, whatever it is.
            var regex = new Regex($"^(?:{pattern})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return regex.IsMatch;
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw Refuse.IllegalArgument($"Pattern [{pattern}] of type [regex] is invalid. Cannot create dynamic template [{name}].");
        }
    }

    /// <summary>Whether the rule is for a field of this path and detected type (string, long, double, boolean, date, object).</summary>
    public bool Applies(string path, string type)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        return (MatchTypes.Count == 0 || MatchTypes.Contains("*") || MatchTypes.Contains(type))
            // A rule without a type is for fields, not for the objects around them, unless it names a path.
            && (type != "object" || MatchTypes.Count > 0 || PathMatch.Length > 0 || Match.Length > 0)
            && !UnmatchTypes.Contains(type)
            && (Match.Length == 0 || Match.Any(fits => fits(name)))
            && !Unmatch.Any(fits => fits(name))
            && (PathMatch.Length == 0 || PathMatch.Any(fits => fits(path)))
            && !PathUnmatch.Any(fits => fits(path));
    }

    /// <summary>The mapping for a field, with the placeholders <c>{name}</c> and <c>{dynamic_type}</c> filled in.</summary>
    public JsonObject MappingFor(string path, string type)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        var dynamicType = type == "string" ? "text" : type;
        var mapping = (JsonObject)Filled(Mapping, name, dynamicType)!;
        if (type != "object")
        {
            mapping["type"] ??= dynamicType == "double" ? "float" : dynamicType;
        }

        return mapping;
    }

    /// <summary>The rule's JSON with the placeholders replaced in names and values; the field's own name may hold anything.</summary>
    private static JsonNode? Filled(JsonNode? node, string name, string type) => node switch
    {
        JsonObject inner => new JsonObject(inner.Select(pair => KeyValuePair.Create(Filled(pair.Key, name, type), Filled(pair.Value, name, type)))),
        JsonArray list => new JsonArray([.. list.Select(item => Filled(item, name, type))]),
        JsonValue value when value.TryGetValue<string>(out var text) => Filled(text, name, type),
        _ => node?.DeepClone(),
    };

    private static string Filled(string text, string name, string type) =>
        text.Replace("{name}", name, StringComparison.Ordinal).Replace("{dynamic_type}", type, StringComparison.Ordinal).Replace("{dynamicType}", type, StringComparison.Ordinal);
}

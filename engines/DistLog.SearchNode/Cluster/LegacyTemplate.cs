using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Cluster;

/// <summary>A template of <c>_template</c>, Elasticsearch's older kind: all that fit apply, in their order, unless one of the newer kind fits.</summary>
internal sealed class LegacyTemplate(string name, JsonObject json)
{
    private static readonly HashSet<string> Keys = ["index_patterns", "template", "order", "version", "settings", "mappings", "aliases"];

    public string Name => name;

    /// <summary>In the form in which it is shown.</summary>
    public JsonObject Json => json;

    public IReadOnlyList<string> Patterns { get; } = json["index_patterns"].Strings();

    public int Order { get; } = json["order"].Int() ?? 0;

    public bool Matches(string index) => Patterns.Any(pattern => Glob.Matches(pattern, index));

    public static LegacyTemplate Parse(string name, JsonObject body)
    {
        foreach (var (key, _) in body)
        {
            if (!Keys.Contains(key))
            {
                throw new ElasticsearchException(400, "parse_exception", $"unknown key [{key}] in the template");
            }
        }

        if (body["index_patterns"].Strings().Count == 0)
        {
            throw Refuse.Validation("index patterns are missing");
        }

        IndexTemplate.CheckContent(body);
        var content = TemplateContent.Empty.With(body);
        var json = new JsonObject
        {
            ["order"] = body["order"].Int() ?? 0,
            ["index_patterns"] = new JsonArray([.. body["index_patterns"].Strings().Select(pattern => (JsonNode)pattern)]),
            ["settings"] = content.Settings,
            ["mappings"] = content.Mapping,
            ["aliases"] = new JsonObject(content.Aliases.Select(alias => KeyValuePair.Create(alias.Key, (JsonNode?)Aliases.Normalize(alias.Key, alias.Value as JsonObject)))),
        };
        if (body["version"] is { } version)
        {
            json.Insert(1, "version", version.DeepClone());
        }

        return new LegacyTemplate(name, json);
    }
}

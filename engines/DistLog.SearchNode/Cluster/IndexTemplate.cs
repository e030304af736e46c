using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Cluster;

/// <summary>What a template gives to a new index.</summary>
internal sealed record TemplateContent(JsonObject Settings, JsonObject Mapping, JsonObject Aliases)
{
    public static TemplateContent Empty => new([], [], []);

    /// <summary>Adds what a template's <c>template</c> section has; the later one wins.</summary>
    public TemplateContent With(JsonObject? template)
    {
        foreach (var (key, value) in IndexSettings.Flatten(template?["settings"]))
        {
            IndexSettings.Set(Settings, key.StartsWith("index.", StringComparison.Ordinal) ? key : "index." + key, value);
        }

        if (template?["mappings"] is JsonObject mappings)
        {
            Merge(Mapping, MappingNormalizer.Normalize(mappings));
        }

        // An alias is taken whole: the later definition, and not a mixture.
        foreach (var (name, alias) in template?["aliases"] as JsonObject ?? [])
        {
            Aliases[name] = alias?.DeepClone();
        }

        return this;
    }

    /// <summary>Joins mappings: a field that both have is the later one's, objects are joined, dynamic templates of one name are replaced.</summary>
    private static void Merge(JsonObject target, JsonObject overlay)
    {
        foreach (var (key, value) in overlay)
        {
            switch (key)
            {
                case "properties" when target[key] is JsonObject known && value is JsonObject more:
                    MergeFields(known, more);
                    break;
                case "dynamic_templates" when target[key] is JsonArray known && value is JsonArray more:
                    target[key] = Joined(known, more);
                    break;
                case "_meta" or "_source" or "_routing" when target[key] is JsonObject known && value is JsonObject more:
                    known.MergeFrom(more);
                    break;
                default:
                    target[key] = value?.DeepClone();
                    break;
            }
        }
    }

    private static void MergeFields(JsonObject target, JsonObject overlay)
    {
        foreach (var (name, value) in overlay)
        {
            if (target[name] is JsonObject known && value is JsonObject more && IsObject(known) && IsObject(more))
            {
                Merge(known, more);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    private static bool IsObject(JsonObject field) => field["type"].Text() is null or "object";

    private static JsonArray Joined(JsonArray known, JsonArray more)
    {
        static string? NameOf(JsonNode? rule) => (rule as JsonObject)?.FirstOrDefault().Key;
        var replaced = more.Select(NameOf).ToHashSet();
        return new JsonArray([.. known.Where(rule => !replaced.Contains(NameOf(rule))).Concat(more).Select(rule => rule?.DeepClone())]);
    }
}

/// <summary>An index template as it was put, and how it applies.</summary>
internal sealed class IndexTemplate(string name, JsonObject json)
{
    private static readonly HashSet<string> Keys =
        ["index_patterns", "template", "priority", "composed_of", "version", "_meta", "data_stream", "allow_auto_create", "ignore_missing_component_templates", "deprecated"];

    public string Name => name;

    public JsonObject Json => json;

    public IReadOnlyList<string> Patterns { get; } = json["index_patterns"].Strings();

    public long Priority { get; } = long.TryParse(json["priority"].Text(), out var priority) ? priority : 0;

    public IReadOnlyList<string> ComposedOf { get; } = json["composed_of"].Strings();

    /// <summary>Whether a write may make an index of this template; null where it doesn't say.</summary>
    public bool? AllowsAutoCreate => json["allow_auto_create"].Bool();

    public JsonObject? DataStream => json["data_stream"] as JsonObject;

    /// <summary>The lifecycle that streams from this template have; its own goes before that of its components, the last of these before the first.</summary>
    public JsonObject? LifecycleOf(IReadOnlyDictionary<string, JsonObject> components) =>
        json["template"]?["lifecycle"] as JsonObject
        ?? ComposedOf.Reverse().Select(component => components.GetValueOrDefault(component)?["template"]?["lifecycle"] as JsonObject).FirstOrDefault(lifecycle => lifecycle is not null);

    public bool Matches(string index) => Patterns.Any(pattern => Glob.Matches(pattern, index));

    public static IndexTemplate Parse(string name, JsonObject json)
    {
        foreach (var (key, _) in json)
        {
            if (!Keys.Contains(key))
            {
                throw Refuse.ContentParse($"[1:1] [index_template] unknown field [{key}]");
            }
        }

        if (json["index_patterns"].Strings().Count == 0)
        {
            throw Refuse.Validation("index patterns are missing");
        }

        CheckContent(json["template"]);
        return new IndexTemplate(name, json);
    }

    /// <summary>Refuses settings that there aren't, or with values that they can't have.</summary>
    public static void CheckSettings(JsonNode? holder)
    {
        foreach (var (key, value) in IndexSettings.Flatten(holder?["settings"]))
        {
            IndexSettingNames.Check(key.StartsWith("index.", StringComparison.Ordinal) ? key["index.".Length..] : key, value.Text());
        }
    }

    /// <summary>Refuses a template whose mapping could never be used.</summary>
    public static void CheckContent(JsonNode? template)
    {
        if (template is not null and not JsonObject)
        {
            throw Refuse.ContentParse("[1:1] [template] must be an object");
        }

        CheckSettings(template);

        foreach (var (name, alias) in template?["aliases"] as JsonObject ?? [])
        {
            Aliases.Normalize(name, alias as JsonObject);
        }

        if (template?["data_stream_options"] is JsonObject options)
        {
            Http.DataStreamOptionsEndpoints.Check(options);
        }

        if (template?["mappings"] is JsonObject mappings)
        {
            MappingCompiler.Compile(MappingNormalizer.Normalize(mappings), MappingSettings.Of(IndexSettings.Normalize(template["settings"]), isStream: false));
        }
    }

    /// <summary>The options that a data stream of this template has; the template's own win over its components'.</summary>
    public JsonObject? DataStreamOptions(IReadOnlyDictionary<string, JsonObject> components)
    {
        JsonObject? options = null;
        foreach (var holder in ComposedOf.Select(name => components.GetValueOrDefault(name)).Append(json))
        {
            if (holder?["template"]?["data_stream_options"] is JsonObject given)
            {
                (options ??= []).MergeFrom(given);
            }
        }

        return options;
    }

    public TemplateContent Content(IReadOnlyDictionary<string, JsonObject> components)
    {
        var content = TemplateContent.Empty;
        foreach (var component in ComposedOf)
        {
            content = content.With(components.GetValueOrDefault(component)?["template"] as JsonObject);
        }

        return content.With(json["template"] as JsonObject);
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Cluster;

/// <summary>The cluster state on disk: one JSON file, replaced as a whole, so that a crash leaves the old or the new one.</summary>
internal sealed class StateFile(string directory)
{
    public const int FormatVersion = 1;

    private readonly string _path = Path.Combine(directory, "state.json");

    public void Save(ClusterState state)
    {
        var json = new JsonObject
        {
            ["format"] = FormatVersion,
            ["cluster_uuid"] = state.ClusterUuid,
            ["next_number"] = state.NextNumber,
            ["lifecycle_stopped"] = state.IsLifecycleStopped,
            ["settings"] = state.Settings.DeepClone(),
            ["indices"] = new JsonArray([.. state.Indices.Values.Select(index => index.Metadata.ToJson())]),
            ["data_streams"] = new JsonArray([.. state.DataStreams.Values.Select(stream => stream.ToJson())]),
            ["templates"] = Named(state.Templates.Select(pair => (pair.Key, pair.Value.Json))),
            ["legacy_templates"] = Named(state.LegacyTemplates.Select(pair => (pair.Key, pair.Value.Json))),
            ["components"] = Named(state.Components.Select(pair => (pair.Key, pair.Value))),
            ["policies"] = Named(state.Policies.Select(pair => (pair.Key, pair.Value))),
        };
        Durable.Replace(_path, Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    /// <summary>Reads what was saved; the caller makes the indices from their metadata.</summary>
    public IReadOnlyList<IndexMetadata> Load(ClusterState state)
    {
        if (!File.Exists(_path))
        {
            return [];
        }

        var json = Read();
        state.ClusterUuid = json["cluster_uuid"]!.GetValue<string>();
        state.NextNumber = json["next_number"]!.GetValue<int>();
        state.IsLifecycleStopped = json["lifecycle_stopped"].Bool() ?? false;
        state.Settings = (JsonObject)json["settings"]!.DeepClone();
        foreach (var node in json["data_streams"]!.AsArray())
        {
            var stream = DataStream.FromJson(node!.AsObject());
            state.DataStreams[stream.Name] = stream;
        }

        foreach (var (name, template) in Objects(json, "templates"))
        {
            state.Templates[name] = new IndexTemplate(name, template);
        }

        foreach (var (name, template) in json.ContainsKey("legacy_templates") ? Objects(json, "legacy_templates") : [])
        {
            state.LegacyTemplates[name] = new LegacyTemplate(name, template);
        }

        foreach (var (name, component) in Objects(json, "components"))
        {
            state.Components[name] = component;
        }

        foreach (var (name, policy) in Objects(json, "policies"))
        {
            state.Policies[name] = policy;
        }

        return [.. json["indices"]!.AsArray().Select(node => IndexMetadata.FromJson(node!.AsObject()))];
    }

    private JsonObject Read()
    {
        JsonObject json;
        try
        {
            json = JsonNode.Parse(File.ReadAllBytes(_path))!.AsObject();
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"{_path} can't be read ({wrong.Message}). It names all indices; restore it from a backup, or move the data folder away to start empty.", wrong);
        }

        var format = json["format"]?.GetValue<int>();
        return format == FormatVersion
            ? json
            : throw new InvalidDataException($"{_path} has format {format}, and this program reads {FormatVersion}. Start the version of the program that wrote it.");
    }

    private static JsonObject Named(IEnumerable<(string Name, JsonObject Value)> values) =>
        new(values.Select(pair => KeyValuePair.Create(pair.Name, (JsonNode?)pair.Value.DeepClone())));

    private static IEnumerable<(string Name, JsonObject Value)> Objects(JsonObject json, string key) =>
        json[key]!.AsObject().Select(pair => (pair.Key, (JsonObject)pair.Value!.DeepClone()));
}

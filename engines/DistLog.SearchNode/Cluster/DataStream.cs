using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Cluster;

/// <summary>A data stream: a name over generations of backing indices, of which the last one is written to.</summary>
internal sealed class DataStream
{
    public required string Name { get; init; }

    public required string Template { get; init; }

    /// <summary>The backing indices, the oldest first; replaced as a whole, so that readers need no lock.</summary>
    public required IReadOnlyList<string> Backing { get; set; }

    public required ConcurrentDictionary<string, JsonObject> Aliases { get; init; }

    public int Generation { get; set; } = 1;

    public bool IsHidden { get; init; }

    public JsonObject? Lifecycle { get; set; }

    /// <summary>The indices with what the stream couldn't take, the oldest first.</summary>
    public IReadOnlyList<string> Failures { get; set; } = [];

    /// <summary>The stream's <c>data_stream_options</c>; null where it has none of its own.</summary>
    public JsonObject? Options { get; set; }

    /// <summary>True unless the options say otherwise: an event must not be lost because nobody thought of it.</summary>
    public bool KeepsFailures => Options?["failure_store"]?["enabled"].Bool() ?? true;

    /// <summary>Settings of the stream itself, which go before its template's for the next backing indices.</summary>
    public JsonObject Settings { get; set; } = [];

    /// <summary>Mappings of the stream itself, added to its template's for the next backing indices.</summary>
    public JsonObject Mappings { get; set; } = [];

    /// <summary>True where the next write starts a new generation.</summary>
    public bool RollsOnWrite { get; set; }

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["template"] = Template,
        ["generation"] = Generation,
        ["hidden"] = IsHidden,
        ["backing"] = new JsonArray([.. Backing.Select(name => (JsonNode)name)]),
        ["aliases"] = new JsonObject(Aliases.Select(alias => KeyValuePair.Create(alias.Key, (JsonNode?)alias.Value.DeepClone()))),
        ["lifecycle"] = Lifecycle?.DeepClone(),
        ["failures"] = new JsonArray([.. Failures.Select(name => (JsonNode)name)]),
        ["options"] = Options?.DeepClone(),
        ["settings"] = Settings.DeepClone(),
        ["mappings"] = Mappings.DeepClone(),
        ["rolls_on_write"] = RollsOnWrite,
    };

    public static DataStream FromJson(JsonObject json) => new()
    {
        Name = json["name"]!.GetValue<string>(),
        Template = json["template"]!.GetValue<string>(),
        Generation = json["generation"]!.GetValue<int>(),
        IsHidden = json["hidden"]!.GetValue<bool>(),
        Backing = [.. json["backing"]!.AsArray().Select(name => name!.GetValue<string>())],
        Aliases = new(json["aliases"]!.AsObject().Select(alias => KeyValuePair.Create(alias.Key, (JsonObject)alias.Value!.DeepClone()))),
        Lifecycle = json["lifecycle"]?.DeepClone() as JsonObject,
        // From here on missing in what earlier versions wrote.
        Failures = json["failures"].Strings(),
        Options = json["options"]?.DeepClone() as JsonObject,
        Settings = json["settings"]?.DeepClone() as JsonObject ?? [],
        Mappings = json["mappings"]?.DeepClone() as JsonObject ?? [],
        RollsOnWrite = json["rolls_on_write"].Bool() ?? false,
    };
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster.Lifecycle;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Cluster;

/// <summary>What is saved about an index beside its documents.</summary>
internal sealed class IndexMetadata
{
    public required string Name { get; init; }

    /// <summary>The number that names the index's folder and its writes in the log; never used twice.</summary>
    public required int Number { get; init; }

    public required string Uuid { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public required long CreationDate { get; init; }

    /// <summary>Nested under <c>index</c>, all values strings, as Elasticsearch shows them.</summary>
    public required JsonObject Settings { get; set; }

    public required JsonObject Mapping { get; set; }

    public required ConcurrentDictionary<string, JsonObject> Aliases { get; init; }

    /// <summary>Set once the index was followed by another one.</summary>
    public RolloverInfo? Rollover { get; set; }

    /// <summary>Where the index is in its lifecycle; null before the first step.</summary>
    public LifecycleState? Lifecycle { get; set; }

    /// <summary>The lifecycle policy that the settings name.</summary>
    public string? Policy => Settings["index"]?["lifecycle"]?["name"].Text() is { Length: > 0 } name ? name : null;

    /// <summary>Since when the index's age counts, in milliseconds since 1970: its rollover, or what its settings say, or its creation.</summary>
    public long LifecycleDate => Rollover?.Time ?? (long.TryParse(Settings["index"]?["lifecycle"]?["origination_date"].Text(), CultureInfo.InvariantCulture, out var origin) ? origin : CreationDate);

    /// <summary>A closed index keeps its documents and answers nothing.</summary>
    public bool IsClosed { get; set; }

    public bool IsHidden => Settings["index"]?["hidden"].Bool() ?? false;

    /// <summary>The number of shards that the settings ask for. There is one in truth; clients that count them see what they asked for.</summary>
    public int Shards => Settings["index"]?["number_of_shards"].Int() ?? 1;

    /// <summary>The replicas that are wished for: none where they adapt to the number of nodes, since there is one.</summary>
    public int Replicas => Settings["index"]?["auto_expand_replicas"].Text() is { } range and not "false"
        ? range.StartsWith('0') ? 0 : 1
        : Settings["index"]?["number_of_replicas"].Int() ?? 0;

    /// <summary>Shards with the replicas that are wished for.</summary>
    public int ShardCopies => Shards * (1 + Replicas);

    /// <summary>Yellow where replicas are wished for, since there is no second node that could have them.</summary>
    public string Health => Replicas > 0 ? "yellow" : "green";

    /// <summary>False where the settings leave refreshing to the clients.</summary>
    public bool RefreshesByItself => Settings["index"]?["refresh_interval"].Text() != "-1";

    public IReadOnlyList<string> DefaultFields() =>
        Settings["index"]?["query"]?["default_field"] is { } fields ? fields.Strings() : ["*"];

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["number"] = Number,
        ["uuid"] = Uuid,
        ["creation_date"] = CreationDate,
        ["closed"] = IsClosed,
        ["rollover"] = Rollover?.ToJson(),
        ["lifecycle"] = Lifecycle?.ToJson(),
        ["settings"] = Settings.DeepClone(),
        ["mapping"] = Mapping.DeepClone(),
        ["aliases"] = new JsonObject(Aliases.Select(alias => KeyValuePair.Create(alias.Key, (JsonNode?)alias.Value.DeepClone()))),
    };

    public static IndexMetadata FromJson(JsonObject json) => new()
    {
        Name = json["name"]!.GetValue<string>(),
        Number = json["number"]!.GetValue<int>(),
        Uuid = json["uuid"]!.GetValue<string>(),
        CreationDate = json["creation_date"]!.GetValue<long>(),
        IsClosed = json["closed"]!.GetValue<bool>(),
        // Missing in what earlier versions wrote.
        Rollover = RolloverInfo.FromJson(json["rollover"]),
        Lifecycle = LifecycleState.FromJson(json["lifecycle"]),
        Settings = (JsonObject)json["settings"]!.DeepClone(),
        Mapping = (JsonObject)json["mapping"]!.DeepClone(),
        Aliases = new(json["aliases"]!.AsObject().Select(alias => KeyValuePair.Create(alias.Key, (JsonObject)alias.Value!.DeepClone()))),
    };
}

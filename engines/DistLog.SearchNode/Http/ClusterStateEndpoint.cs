using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Json;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary><c>_cluster/state</c>: everything that has a name, in Elasticsearch's own form.</summary>
internal static class ClusterStateEndpoint
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_cluster/state", HandleAsync);
        routes.Map("GET", "/_cluster/state/{metric}", HandleAsync);
        routes.Map("GET", "/_cluster/state/{metric}/{index}", HandleAsync);
    }

    private static Task HandleAsync(RestRequest request)
    {
        var metrics = request.PathOrNull("metric")?.Split(',') ?? ["_all"];
        var indices = request.Node.Names.Indices(request.PathOrNull("index"), request.Names(NameOptions.Default with { ExpandHidden = true, ExpandClosed = true }));
        var json = new JsonObject { ["cluster_name"] = NodeIdentity.ClusterName, ["cluster_uuid"] = request.Node.State.ClusterUuid };
        json.MergeFrom(Of(request, metrics, indices));
        return request.Tree(json);
    }

    /// <summary>The parts of the state that are asked for.</summary>
    public static JsonObject Of(RestRequest request, string[] metrics, IReadOnlyList<Index> indices)
    {
        var state = request.Node.State;
        var json = new JsonObject();
        if (IsWanted("version"))
        {
            json["version"] = state.Version;
            json["state_uuid"] = state.ClusterUuid;
        }

        Add("master_node", () => NodeIdentity.Id);
        Add("blocks", () => Blocks(indices));
        Add("nodes", () => new JsonObject { [NodeIdentity.Id] = Node(request) });
        Add("metadata", () => Metadata(state, indices));
        Add("routing_table", () => new JsonObject { ["indices"] = ByName(indices, index => new JsonObject { ["shards"] = Routing(index) }) });
        Add("routing_nodes", () => RoutingNodes(indices));
        return json;

        bool IsWanted(string metric) => metrics.Contains("_all") || metrics.Contains(metric);

        void Add(string metric, Func<JsonNode> value)
        {
            if (IsWanted(metric))
            {
                json[metric] = value();
            }
        }
    }

    private static JsonObject Node(RestRequest request) => new()
    {
        ["name"] = NodeIdentity.Name,
        ["ephemeral_id"] = NodeIdentity.Id,
        ["transport_address"] = NodeIdentity.Address(request.Http),
        ["attributes"] = new JsonObject { ["xpack.installed"] = "true" },
        ["roles"] = NodeIdentity.Roles(),
        ["version"] = InfoEndpoints.Version,
    };

    private static JsonObject Blocks(IReadOnlyList<Index> indices)
    {
        var blocked = ByName([.. indices.Where(index => BlocksOf(index).Any())], index => new JsonObject(BlocksOf(index).Select(block =>
            KeyValuePair.Create(block.Id, (JsonNode?)new JsonObject { ["description"] = block.Description, ["retryable"] = false, ["levels"] = new JsonArray([.. block.Levels.Select(level => (JsonNode)level)]) }))));
        return blocked.Count == 0 ? [] : new JsonObject { ["indices"] = blocked };
    }

    private static IEnumerable<(string Id, string Description, string[] Levels)> BlocksOf(Index index)
    {
        var blocks = index.Metadata.Settings["index"]?["blocks"];
        var isClosed = index.Metadata.IsClosed;
        (bool IsSet, string Id, string Description, string[] Levels)[] all =
        [
            (isClosed, "4", "index closed", ["read", "write"]),
            (blocks?["read_only"].Bool() == true, "5", "index read-only (api)", ["write", "metadata_write"]),
            (blocks?["read"].Bool() == true, "7", "index read (api)", ["read"]),
            (blocks?["write"].Bool() == true, "8", "index write (api)", ["write"]),
            (blocks?["metadata"].Bool() == true, "9", "index metadata (api)", ["metadata_write", "metadata_read"]),
            (blocks?["read_only_allow_delete"].Bool() == true, "12", "disk usage exceeded flood-stage watermark, index has read-only-allow-delete block", ["write", "metadata_write"]),
        ];
        return all.Where(block => block.IsSet).Select(block => (block.Id, block.Description, block.Levels));
    }

    private static JsonObject Metadata(ClusterState state, IReadOnlyList<Index> indices) => new()
    {
        ["cluster_uuid"] = state.ClusterUuid,
        ["cluster_uuid_committed"] = true,
        ["cluster_coordination"] = new JsonObject { ["term"] = 1, ["last_committed_config"] = new JsonArray(NodeIdentity.Id), ["last_accepted_config"] = new JsonArray(NodeIdentity.Id), ["voting_config_exclusions"] = new JsonArray() },
        ["templates"] = new JsonObject(),
        ["indices"] = ByName(indices, Describe),
        ["index_template"] = new JsonObject { ["index_template"] = new JsonObject(state.Templates.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.Json.DeepClone()))) },
        ["component_template"] = new JsonObject { ["component_template"] = new JsonObject(state.Components.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.DeepClone()))) },
        ["index_lifecycle"] = new JsonObject { ["policies"] = new JsonObject(state.Policies.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.DeepClone()))) },
        ["data_stream"] = new JsonObject { ["data_stream"] = new JsonObject(state.DataStreams.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Describe(pair.Value)))) },
    };

    private static JsonObject Describe(Index index)
    {
        var metadata = index.Metadata;
        return new JsonObject
        {
            ["version"] = 1,
            ["mapping_version"] = 1,
            ["settings_version"] = 1,
            ["aliases_version"] = 1,
            ["routing_num_shards"] = 1024,
            ["state"] = metadata.IsClosed ? "close" : "open",
            ["settings"] = metadata.Settings.DeepClone(),
            ["mappings"] = metadata.Mapping.Count == 0 ? [] : new JsonObject { ["_doc"] = metadata.Mapping.DeepClone() },
            ["aliases"] = new JsonArray([.. metadata.Aliases.Keys.Select(name => (JsonNode)name)]),
            ["primary_terms"] = ByShard(metadata.Shards, _ => 1),
            ["in_sync_allocations"] = ByShard(metadata.Shards, shard => new JsonArray(AllocationOf(index, shard))),
            ["system"] = false,
        };
    }

    private static JsonObject Describe(DataStream stream) => new()
    {
        ["name"] = stream.Name,
        ["timestamp_field"] = new JsonObject { ["name"] = "@timestamp" },
        ["indices"] = new JsonArray([.. stream.Backing.Select(name => (JsonNode)new JsonObject { ["index_name"] = name })]),
        ["generation"] = stream.Generation,
        ["hidden"] = stream.IsHidden,
    };

    private static JsonObject Routing(Index index) => ByShard(index.Metadata.Shards, shard => new JsonArray([.. Copies(index, shard)]));

    private static JsonObject RoutingNodes(IReadOnlyList<Index> indices) => new()
    {
        ["unassigned"] = new JsonArray([.. AllCopies(indices).Where(copy => copy["node"] is null)]),
        ["nodes"] = new JsonObject { [NodeIdentity.Id] = new JsonArray([.. AllCopies(indices).Where(copy => copy["node"] is not null)]) },
    };

    private static IEnumerable<JsonNode> AllCopies(IReadOnlyList<Index> indices) =>
        indices.SelectMany(index => Enumerable.Range(0, index.Metadata.Shards).SelectMany(shard => Copies(index, shard)));

    private static IEnumerable<JsonNode> Copies(Index index, int shard) =>
        Enumerable.Range(0, 1 + index.Metadata.Replicas).Select(copy => (JsonNode)new JsonObject
        {
            ["state"] = copy == 0 ? "STARTED" : "UNASSIGNED",
            ["primary"] = copy == 0,
            ["node"] = copy == 0 ? NodeIdentity.Id : null,
            ["relocating_node"] = null,
            ["shard"] = shard,
            ["index"] = index.Name,
        });

    /// <summary>An id for a copy of a shard that never moves.</summary>
    private static string AllocationOf(Index index, int shard) => string.Create(CultureInfo.InvariantCulture, $"{index.Metadata.Uuid}-{shard}");

    private static JsonObject ByShard(int shards, Func<int, JsonNode> value) =>
        new(Enumerable.Range(0, shards).Select(shard => KeyValuePair.Create(shard.ToString(CultureInfo.InvariantCulture), (JsonNode?)value(shard))));

    private static JsonObject ByName(IReadOnlyList<Index> indices, Func<Index, JsonNode> value) =>
        new(indices.Select(index => KeyValuePair.Create(index.Name, (JsonNode?)value(index))));
}

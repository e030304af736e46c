using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary>Where shards are, for one node: <c>_cluster/reroute</c>, <c>_cluster/allocation/explain</c>, <c>_search_shards</c>, and the lists that are empty.</summary>
internal static class ClusterRoutingEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("POST", "/_cluster/reroute", RerouteAsync);
        routes.Map("GET,POST", "/_cluster/allocation/explain", ExplainAsync);
        routes.Map("GET", "/_cluster/pending_tasks", request => request.Tree(new JsonObject { ["tasks"] = new JsonArray() }));
        routes.Map("GET", "/_remote/info", request => request.Tree(new JsonObject()));
        routes.Map("GET,POST", "/_search_shards", SearchShardsAsync);
        routes.Map("GET,POST", "/{index}/_search_shards", SearchShardsAsync);
    }

    /// <summary>No command can do anything on a single node; without commands nothing is to be done.</summary>
    private static async Task RerouteAsync(RestRequest request)
    {
        var body = await request.ObjectAsync();
        if ((body?["commands"] as JsonArray)?.FirstOrDefault() is JsonObject command)
        {
            throw Refuse.NotSupported($"reroute command {command.FirstOrDefault().Key}");
        }

        var json = new JsonObject { ["acknowledged"] = true };
        if (request.PathOrNull("metric") is null && request.Parameter("metric") is { } metric and not "none")
        {
            json["state"] = ClusterStateEndpoint.Of(request, metric.Split(','), request.Node.Names.Indices(null, NameOptions.Default with { ExpandHidden = true, ExpandClosed = true }));
        }

        if (request.Flag("explain"))
        {
            json["explanations"] = new JsonArray();
        }

        await request.Tree(json);
    }

    private static async Task ExplainAsync(RestRequest request)
    {
        var body = await request.ObjectAsync();
        var (index, shard, primary) = body is null ? FirstUnassigned(request.Node) : Named(request.Node, body);
        var json = new JsonObject { ["index"] = index.Name, ["shard"] = shard, ["primary"] = primary, ["current_state"] = primary ? "started" : "unassigned" };
        if (body is null)
        {
            json["note"] = "No shard was specified in the explain API request, so this response explains a randomly chosen unassigned shard.";
        }

        json.MergeFrom(primary ? Started(request.Http) : Unassigned(index));
        if (request.Flag("include_disk_info"))
        {
            var disk = request.Node.Vitals.Disk;
            json["cluster_info"] = new JsonObject { ["nodes"] = new JsonObject { [NodeIdentity.Id] = new JsonObject { ["node_name"] = NodeIdentity.Name, ["least_available"] = new JsonObject { ["path"] = request.Node.Vitals.DataDirectory, ["total_bytes"] = disk.TotalSize, ["free_bytes"] = disk.AvailableFreeSpace } } } };
        }

        await request.Tree(json);
    }

    private static (Index Index, int Shard, bool Primary) FirstUnassigned(Node node) =>
        node.State.Indices.Values.OrderBy(index => index.Name, StringComparer.Ordinal).FirstOrDefault(index => index.Metadata.Replicas > 0) is { } index
            ? (index, 0, false)
            : throw Refuse.IllegalArgument("No shard was specified in the request which means the response should explain a randomly-chosen unassigned shard, but there are no unassigned shards in this cluster. To explain the allocation of an assigned shard you must specify the target shard in the request.");

    private static (Index Index, int Shard, bool Primary) Named(Node node, JsonObject body)
    {
        var (name, shard) = (body["index"].Text(), body["shard"].Int());
        if (name is null || shard is null || body["primary"].Bool() is not { } primary)
        {
            throw Refuse.Validation("shard, index and primary must be specified");
        }

        var index = node.State.Indices.GetValueOrDefault(name) ?? throw Refuse.IndexNotFound(name);
        return shard < index.Metadata.Shards && (primary || index.Metadata.Replicas > 0)
            ? (index, shard.Value, primary)
            : throw Refuse.IllegalArgument($"No shard found for [{name}][{shard}], primary: [{(primary ? "true" : "false")}]");
    }

    private static JsonObject Started(HttpContext http) => new()
    {
        ["current_node"] = new JsonObject { ["id"] = NodeIdentity.Id, ["name"] = NodeIdentity.Name, ["transport_address"] = NodeIdentity.Address(http), ["roles"] = NodeIdentity.Roles() },
        ["can_remain_on_current_node"] = "yes",
        ["can_rebalance_cluster"] = "yes",
        ["can_rebalance_to_other_node"] = "no",
        ["rebalance_explanation"] = "cannot rebalance: there is no other node",
    };

    private static JsonObject Unassigned(Index index) => new()
    {
        ["unassigned_info"] = new JsonObject
        {
            ["reason"] = "INDEX_CREATED",
            ["at"] = DateTimeOffset.FromUnixTimeMilliseconds(index.Metadata.CreationDate).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            ["last_allocation_status"] = "no_attempt",
        },
        ["can_allocate"] = "no",
        ["allocate_explanation"] = "Elasticsearch isn't allowed to allocate this shard to any of the nodes in the cluster: the only node has its primary already.",
    };

    private static Task SearchShardsAsync(RestRequest request)
    {
        var targets = request.Node.Names.Resolve(request.PathOrNull("index"), request.Names());
        return request.Tree(new JsonObject
        {
            ["nodes"] = new JsonObject { [NodeIdentity.Id] = NodeIdentity.Describe(request.Http) },
            ["indices"] = new JsonObject(targets.Select(target => KeyValuePair.Create(target.Index.Name, (JsonNode?)FiltersOf(request, target)))),
            ["shards"] = new JsonArray([.. targets.Select(target => (JsonNode)new JsonArray(ShardOf(target.Index)))]),
        });
    }

    private static JsonObject FiltersOf(RestRequest request, ResolvedIndex target)
    {
        var json = new JsonObject();
        var aliases = target.Index.Metadata.Aliases.Where(alias => request.PathOrNull("index")?.Split(',').Contains(alias.Key) == true).Select(alias => (JsonNode)alias.Key).ToArray();
        if (aliases.Length > 0)
        {
            json["aliases"] = new JsonArray(aliases);
        }

        if (target.Filters.Count == 1)
        {
            json["filter"] = target.Filters[0].DeepClone();
        }
        else if (target.Filters.Count > 1)
        {
            json["filter"] = new JsonObject { ["bool"] = new JsonObject { ["should"] = new JsonArray([.. target.Filters.Select(filter => filter.DeepClone())]) } };
        }

        return json;
    }

    private static JsonObject ShardOf(Index index) => new()
    {
        ["state"] = "STARTED",
        ["primary"] = true,
        ["node"] = NodeIdentity.Id,
        ["relocating_node"] = null,
        ["shard"] = 0,
        ["index"] = index.Name,
    };
}

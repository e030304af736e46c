using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Json;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary><c>_cluster</c>, <c>_nodes</c>, <c>_stats</c>, <c>_license</c>, <c>_xpack</c>.</summary>
internal static class ClusterEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_cluster/health", HealthAsync);
        routes.Map("GET", "/_cluster/health/{index}", HealthAsync);
        routes.Map("GET", "/_cluster/settings", SettingsAsync);
        routes.Map("PUT", "/_cluster/settings", PutSettingsAsync);
        routes.Map("GET", "/_nodes", NodesAsync);
        routes.Map("GET", "/_nodes/{filter}", NodesAsync);
        routes.Map("GET", "/_nodes/{filter}/{metric}", NodesAsync);
        routes.Map("GET", "/_stats", StatsAsync);
        routes.Map("GET", "/{index}/_stats", StatsAsync);
        routes.Map("GET", "/_stats/{metric}", StatsAsync);
        routes.Map("GET", "/{index}/_stats/{metric}", StatsAsync);
        routes.Map("GET", "/_license", LicenseAsync);
        routes.Map("GET", "/_xpack", XpackAsync);
    }

    private static Task HealthAsync(RestRequest request)
    {
        // Every shard there is is here; a name that doesn't exist (yet) is what a waiting client asks about.
        var indices = request.Node.Names.Indices(request.PathOrNull("index"), NameOptions.Default with { ExpandHidden = true, IgnoreUnavailable = true, ExpandClosed = true });
        var impossible = int.TryParse(request.Parameter("wait_for_nodes")?.TrimStart('>', '=', 'g', 'e', 't', '('), out var nodes) && nodes > 1
            || (int.TryParse(request.Parameter("wait_for_active_shards"), out var shards) && shards > indices.Count);
        var missing = impossible || request.PathOrNull("index") is { } name && !name.Contains('*') && indices.Count == 0;
        var health = new JsonObject
        {
            ["cluster_name"] = "distlog",
            ["status"] = missing && !impossible ? "red" : "green",
            ["timed_out"] = missing,
            ["number_of_nodes"] = 1,
            ["number_of_data_nodes"] = 1,
            ["active_primary_shards"] = indices.Count,
            ["active_shards"] = indices.Count,
            ["relocating_shards"] = 0,
            ["initializing_shards"] = 0,
            ["unassigned_shards"] = 0,
            ["unassigned_primary_shards"] = 0,
            ["delayed_unassigned_shards"] = 0,
            ["number_of_pending_tasks"] = 0,
            ["number_of_in_flight_fetch"] = 0,
            ["task_max_waiting_in_queue_millis"] = 0,
            ["active_shards_percent_as_number"] = 100.0,
        };
        if (request.Parameter("level") is "indices" or "shards")
        {
            health["indices"] = new JsonObject(indices.Select(index => KeyValuePair.Create(index.Name, (JsonNode?)IndexHealth(request.Parameter("level") == "shards"))));
        }

        return request.Tree(health, missing ? 408 : 200);
    }

    private static JsonObject IndexHealth(bool withShards)
    {
        var health = ShardsHealth();
        health["number_of_shards"] = 1;
        health["number_of_replicas"] = 0;
        if (withShards)
        {
            var shard = ShardsHealth();
            shard["primary_active"] = true;
            health["shards"] = new JsonObject { ["0"] = shard };
        }

        return health;
    }

    private static JsonObject ShardsHealth() => new()
    {
        ["status"] = "green",
        ["active_primary_shards"] = 1,
        ["active_shards"] = 1,
        ["relocating_shards"] = 0,
        ["initializing_shards"] = 0,
        ["unassigned_shards"] = 0,
        ["unassigned_primary_shards"] = 0,
    };

    private static Task SettingsAsync(RestRequest request)
    {
        var settings = request.Node.State.Settings;
        JsonNode Section(string name) => Shown(request, settings[name] as JsonObject ?? []);
        return request.Tree(new JsonObject { ["persistent"] = Section("persistent"), ["transient"] = Section("transient") });
    }

    private static JsonObject Shown(RestRequest request, JsonObject flat)
    {
        var shown = new JsonObject();
        foreach (var (key, value) in flat)
        {
            if (request.Flag("flat_settings"))
            {
                shown[key] = value?.DeepClone();
            }
            else
            {
                IndexSettings.Set(shown, key, value);
            }
        }

        return shown;
    }

    private static async Task PutSettingsAsync(RestRequest request)
    {
        var body = await request.RequiredObjectAsync();
        var answer = new JsonObject { ["acknowledged"] = true };
        lock (request.Node.State.Gate)
        {
            var settings = (JsonObject)request.Node.State.Settings.DeepClone();
            foreach (var section in new[] { "persistent", "transient" })
            {
                var target = settings[section] as JsonObject ?? [];
                settings[section] = target.Parent is null ? target : target.DeepClone();
                answer[section] = Shown(request, Update((JsonObject)settings[section]!, body[section]));
            }

            request.Node.State.Settings = settings;
            request.Node.Save();
        }

        await request.Tree(answer);
    }

    private static JsonObject Update(JsonObject target, JsonNode? changes)
    {
        var changed = new JsonObject();
        foreach (var (key, value) in IndexSettings.Flatten(changes))
        {
            if (value is null)
            {
                target.Remove(key);
                continue;
            }

            target[key] = value.Text();
            changed[key] = value.Text();
        }

        return changed;
    }

    private static Task NodesAsync(RestRequest request)
    {
        var address = request.Http.Connection.LocalIpAddress + ":" + request.Http.Connection.LocalPort;
        var node = new JsonObject
        {
            ["name"] = "distlog-searchnode",
            ["transport_address"] = address,
            ["host"] = "127.0.0.1",
            ["ip"] = "127.0.0.1",
            ["version"] = InfoEndpoints.Version,
            ["build_flavor"] = "default",
            ["build_type"] = "tar",
            ["roles"] = new JsonArray("data", "ingest", "master"),
            ["http"] = new JsonObject { ["bound_address"] = new JsonArray(address), ["publish_address"] = address, ["max_content_length_in_bytes"] = request.Node.Options.RequestMegabytes * 1024L * 1024 },
            ["process"] = new JsonObject { ["id"] = Environment.ProcessId, ["mlockall"] = false },
        };
        return request.Tree(new JsonObject
        {
            ["_nodes"] = new JsonObject { ["total"] = 1, ["successful"] = 1, ["failed"] = 0 },
            ["cluster_name"] = "distlog",
            ["nodes"] = new JsonObject { [NodeIdentity.Id] = node },
        });
    }

    private static Task StatsAsync(RestRequest request)
    {
        var indices = request.Node.Names.Indices(request.PathOrNull("index"), request.Names(NameOptions.Default with { ExpandHidden = true }));
        var all = new JsonObject { ["primaries"] = Totals(indices), ["total"] = Totals(indices) };
        return request.Tree(new JsonObject
        {
            ["_shards"] = new JsonObject { ["total"] = indices.Sum(index => index.Metadata.ShardCopies), ["successful"] = indices.Sum(index => index.Metadata.Shards), ["failed"] = 0 },
            ["_all"] = all,
            ["indices"] = new JsonObject(indices.Select(index => KeyValuePair.Create(index.Name, (JsonNode?)new JsonObject
            {
                ["uuid"] = index.Metadata.Uuid,
                ["health"] = "green",
                ["status"] = index.Metadata.IsClosed ? "close" : "open",
                ["primaries"] = Totals([index]),
                ["total"] = Totals([index]),
            }))),
        });
    }

    private static JsonObject Totals(IReadOnlyList<Index> indices) => new()
    {
        ["docs"] = new JsonObject { ["count"] = indices.Sum(index => index.Store.Count()), ["deleted"] = 0 },
        ["store"] = new JsonObject { ["size_in_bytes"] = indices.Sum(index => index.Store.SizeOnDisk()), ["reserved_in_bytes"] = 0 },
        ["indexing"] = new JsonObject { ["index_total"] = indices.Sum(index => index.Store.MaxSeqNo + 1) },
        ["segments"] = new JsonObject { ["count"] = indices.Sum(index => index.Store.SegmentCount) },
    };

    private static Task LicenseAsync(RestRequest request) => request.Tree(new JsonObject
    {
        ["license"] = new JsonObject { ["status"] = "active", ["uid"] = request.Node.State.ClusterUuid, ["type"] = "basic", ["issued_to"] = "distlog", ["issuer"] = "elasticsearch", ["max_nodes"] = 1000 },
    });

    private static Task XpackAsync(RestRequest request) => request.Tree(new JsonObject
    {
        ["license"] = new JsonObject { ["type"] = "basic", ["mode"] = "basic", ["status"] = "active" },
        ["features"] = new JsonObject
        {
            ["ilm"] = new JsonObject { ["available"] = true, ["enabled"] = true },
            ["data_streams"] = new JsonObject { ["available"] = true, ["enabled"] = true },
            ["security"] = new JsonObject { ["available"] = true, ["enabled"] = false },
        },
    });
}

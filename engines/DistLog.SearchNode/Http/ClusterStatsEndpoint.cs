using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary><c>_cluster/stats</c>.</summary>
internal static class ClusterStatsEndpoint
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_cluster/stats", HandleAsync);
        routes.Map("GET", "/_cluster/stats/nodes/{node_id}", HandleAsync);
        routes.Map("GET", "/_info/{target}", InfoAsync);
    }

    private static Task HandleAsync(RestRequest request)
    {
        Index[] indices = [.. request.Node.State.Indices.Values];
        return request.Tree(new JsonObject
        {
            ["_nodes"] = new JsonObject { ["total"] = 1, ["successful"] = 1, ["failed"] = 0 },
            ["cluster_name"] = NodeIdentity.ClusterName,
            ["cluster_uuid"] = request.Node.State.ClusterUuid,
            ["timestamp"] = request.Node.Time.GetUtcNow().ToUnixTimeMilliseconds(),
            ["status"] = ClusterHealth.Of(indices).Status,
            ["indices"] = Indices(indices),
            ["nodes"] = Nodes(request),
            ["snapshots"] = new JsonObject(),
        });
    }

    /// <summary>Sections of the nodes' statistics, added up.</summary>
    private static Task InfoAsync(RestRequest request)
    {
        var targets = request.Path("target").Split(',');
        Suggestion.Check(request, targets, ["http", "ingest", "thread_pool", "script"], "target");
        var json = NodeStatistics.Of(request, targets is ["_all"] ? ["http", "ingest", "thread_pool", "script"] : targets, null);
        json.Remove("timestamp");
        json.Insert(0, "cluster_name", NodeIdentity.ClusterName);
        return request.Tree(json);
    }

    private static JsonObject Indices(Index[] indices)
    {
        var shards = indices.Sum(index => index.Metadata.Shards);
        var json = IndexStatistics.Of(indices, ["docs", "store", "fielddata", "query_cache", "completion", "segments"]);
        json.Insert(0, "count", indices.Length);
        json.Insert(1, "shards", shards == 0 ? new JsonObject() : new JsonObject { ["total"] = shards, ["primaries"] = shards, ["replication"] = 0.0 });
        json["mappings"] = Mappings(indices);
        json["versions"] = new JsonArray(new JsonObject { ["version"] = InfoEndpoints.Version, ["index_count"] = indices.Length, ["primary_shard_count"] = shards, ["total_primary_bytes"] = indices.Sum(index => index.Store.SizeOnDisk()) });
        return json;
    }

    private static JsonObject Mappings(Index[] indices)
    {
        var types = new SortedDictionary<string, (int Fields, int Indices)>(StringComparer.Ordinal);
        foreach (var index in indices)
        {
            foreach (var (type, fields) in Types(index.Metadata.Mapping["properties"]).CountBy(type => type))
            {
                var known = types.GetValueOrDefault(type);
                types[type] = (known.Fields + fields, known.Indices + 1);
            }
        }

        return new()
        {
            ["total_field_count"] = types.Values.Sum(type => type.Fields),
            ["field_types"] = new JsonArray([.. types.Select(type => (JsonNode)new JsonObject { ["name"] = type.Key, ["count"] = type.Value.Fields, ["index_count"] = type.Value.Indices })]),
        };
    }

    private static IEnumerable<string> Types(JsonNode? properties)
    {
        foreach (var (_, field) in properties as JsonObject ?? [])
        {
            yield return field?["type"]?.GetValue<string>() ?? "object";
            foreach (var inner in Types(field?["properties"]))
            {
                yield return inner;
            }
        }
    }

    private static JsonObject Nodes(RestRequest request)
    {
        var count = new JsonObject { ["total"] = 1, ["coordinating_only"] = 0 };
        foreach (var role in NodeIdentity.Roles())
        {
            count[role!.GetValue<string>()] = 1;
        }

        var disk = (JsonObject)NodeStatistics.Disk(request)["total"]!.DeepClone();
        return new()
        {
            ["count"] = count,
            ["versions"] = new JsonArray(InfoEndpoints.Version),
            ["os"] = new JsonObject { ["available_processors"] = Environment.ProcessorCount, ["allocated_processors"] = Environment.ProcessorCount, ["mem"] = NodeStatistics.Memory() },
            ["process"] = new JsonObject { ["cpu"] = new JsonObject { ["percent"] = request.Node.Vitals.CpuPercent }, ["open_file_descriptors"] = new JsonObject { ["min"] = NodeVitals.OpenFiles, ["max"] = NodeVitals.OpenFiles, ["avg"] = NodeVitals.OpenFiles } },
            ["jvm"] = new JsonObject { ["max_uptime_in_millis"] = (long)request.Node.Vitals.Uptime.TotalMilliseconds, ["mem"] = new JsonObject { ["heap_used_in_bytes"] = NodeVitals.HeapUsed, ["heap_max_in_bytes"] = NodeVitals.MemoryTotal } },
            ["fs"] = disk,
            ["plugins"] = new JsonArray(),
            ["network_types"] = new JsonObject { ["http_types"] = new JsonObject { ["kestrel"] = 1 } },
            ["discovery_types"] = new JsonObject { ["single-node"] = 1 },
            ["packaging_types"] = new JsonArray(new JsonObject { ["flavor"] = "default", ["type"] = "tar", ["count"] = 1 }),
        };
    }
}

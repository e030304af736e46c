using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary><c>_stats</c>.</summary>
internal static class StatsEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_stats", StatsAsync);
        routes.Map("GET", "/{index}/_stats", StatsAsync);
        routes.Map("GET", "/_stats/{metric}", StatsAsync);
        routes.Map("GET", "/{index}/_stats/{metric}", StatsAsync);
    }

    private static Task StatsAsync(RestRequest request)
    {
        var metrics = request.PathOrNull("metric")?.Split(',');
        IndexStatistics.Check(request, metrics ?? [], "metric");
        var indices = request.Node.Names.Indices(request.PathOrNull("index"), request.Names(NameOptions.Default with { ExpandHidden = true }));
        var json = new JsonObject
        {
            ["_shards"] = new JsonObject { ["total"] = indices.Sum(index => index.Metadata.ShardCopies), ["successful"] = indices.Sum(index => index.Metadata.Shards), ["failed"] = 0 },
            ["_all"] = Totals(indices, metrics),
        };
        var level = request.Parameter("level") ?? "indices";
        if (level is not ("cluster" or "indices" or "shards"))
        {
            throw Refuse.IllegalArgument($"level parameter must be one of [cluster] or [indices] or [shards] but was [{level}]");
        }

        if (level != "cluster")
        {
            json["indices"] = new JsonObject(indices.Select(index => KeyValuePair.Create(index.Name, (JsonNode?)OfIndex(index, metrics, level == "shards"))));
        }

        return request.Tree(json);
    }

    private static JsonObject OfIndex(Index index, string[]? metrics, bool withShards)
    {
        var json = Totals([index], metrics);
        json.Insert(0, "uuid", index.Metadata.Uuid);
        json.Insert(1, "health", index.Metadata.Health);
        json.Insert(2, "status", index.Metadata.IsClosed ? "close" : "open");
        if (withShards)
        {
            var shard = IndexStatistics.Of([index], metrics);
            shard.Insert(0, "routing", new JsonObject { ["state"] = "STARTED", ["primary"] = true, ["node"] = NodeIdentity.Id, ["relocating_node"] = null });
            shard["commit"] = new JsonObject { ["id"] = index.Metadata.Uuid, ["generation"] = index.Store.SegmentCount, ["user_data"] = new JsonObject(), ["num_docs"] = index.Store.Count() };
            shard["seq_no"] = new JsonObject { ["max_seq_no"] = index.Store.MaxSeqNo, ["local_checkpoint"] = index.Store.MaxSeqNo, ["global_checkpoint"] = index.Store.MaxSeqNo };
            json["shards"] = new JsonObject { ["0"] = new JsonArray(shard) };
        }

        return json;
    }

    private static JsonObject Totals(IReadOnlyList<Index> indices, string[]? metrics) =>
        new() { ["primaries"] = IndexStatistics.Of(indices, metrics), ["total"] = IndexStatistics.Of(indices, metrics) };
}

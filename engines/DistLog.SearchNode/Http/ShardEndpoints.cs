using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary><c>_segments</c>, <c>_recovery</c>, <c>_shard_stores</c>: an index's one shard; and the refusal to make it more or fewer.</summary>
internal static class ShardEndpoints
{
    public static void Map(RestRoutes routes)
    {
        foreach (var prefix in new[] { "", "/{index}" })
        {
            routes.Map("GET", prefix + "/_segments", SegmentsAsync);
            routes.Map("GET", prefix + "/_recovery", RecoveryAsync);
            routes.Map("GET", prefix + "/_shard_stores", StoresAsync);
        }

        foreach (var resize in new[] { "_shrink", "_split", "_clone" })
        {
            routes.Map("PUT,POST", $"/{{index}}/{resize}/{{target}}", _ => throw Refuse.NotSupported($"{resize[1..]} index"));
        }
    }

    private static IReadOnlyList<Index> Named(RestRequest request, bool closed = false) =>
        request.Node.Names.Indices(request.PathOrNull("index"), request.Names(NameOptions.Default with { ExpandClosed = closed }));

    private static JsonObject Shards(IReadOnlyList<Index> indices) => new()
    {
        ["total"] = indices.Sum(index => index.Metadata.ShardCopies),
        ["successful"] = indices.Sum(index => index.Metadata.Shards),
        ["failed"] = 0,
    };

    private static Task SegmentsAsync(RestRequest request)
    {
        var indices = Named(request);
        return request.Tree(new JsonObject
        {
            ["_shards"] = Shards(indices),
            ["indices"] = new JsonObject(indices.Select(index => KeyValuePair.Create(index.Name, (JsonNode?)new JsonObject { ["shards"] = new JsonObject { ["0"] = new JsonArray(Segments(index)) } }))),
        });
    }

    private static JsonObject Segments(Index index) => new()
    {
        ["routing"] = new JsonObject { ["state"] = "STARTED", ["primary"] = true, ["node"] = NodeIdentity.Id },
        ["num_committed_segments"] = index.Store.SegmentCount,
        ["num_search_segments"] = index.Store.SegmentCount,
        ["segments"] = new JsonObject(index.Store.Segments.Select((segment, number) => KeyValuePair.Create("_" + number.ToString(CultureInfo.InvariantCulture), (JsonNode?)new JsonObject
        {
            ["generation"] = number,
            ["num_docs"] = segment.LiveRows,
            ["deleted_docs"] = segment.Rows - segment.LiveRows,
            ["size_in_bytes"] = segment.Blocks.Sum(block => block.Block.Size),
            ["committed"] = true,
            ["search"] = true,
            ["version"] = "9.12.0",
            ["compound"] = true,
            ["attributes"] = new JsonObject(),
        }))),
    };

    private static Task RecoveryAsync(RestRequest request)
    {
        var indices = Named(request, closed: true);
        return request.Tree(new JsonObject(indices.Select(index => KeyValuePair.Create(index.Name, (JsonNode?)new JsonObject { ["shards"] = new JsonArray(Recovery(request, index)) }))));
    }

    private static JsonObject Recovery(RestRequest request, Index index)
    {
        var target = NodeIdentity.Describe(request.Http);
        var created = index.Metadata.CreationDate;
        var json = new JsonObject
        {
            ["id"] = 0,
            ["type"] = index.Metadata.IsClosed ? "EXISTING_STORE" : "EMPTY_STORE",
            ["stage"] = "DONE",
            ["primary"] = true,
            ["start_time_in_millis"] = created,
            ["stop_time_in_millis"] = created,
            ["total_time_in_millis"] = 0,
            ["source"] = new JsonObject(),
            ["target"] = new JsonObject { ["id"] = NodeIdentity.Id, ["host"] = target["host"]?.DeepClone(), ["transport_address"] = target["transport_address"]?.DeepClone(), ["ip"] = "127.0.0.1", ["name"] = target["name"]?.DeepClone() },
            ["index"] = Files(request.Flag("detailed")),
            ["translog"] = new JsonObject { ["recovered"] = 0, ["total"] = 0, ["percent"] = "100.0%", ["total_on_start"] = 0, ["total_time_in_millis"] = 0 },
            ["verify_index"] = new JsonObject { ["check_index_time_in_millis"] = 0, ["total_time_in_millis"] = 0 },
        };
        if (request.Flag("human"))
        {
            var time = DateTimeOffset.FromUnixTimeMilliseconds(created).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            json["start_time"] = time;
            json["stop_time"] = time;
        }

        return json;
    }

    private static JsonObject Files(bool detailed)
    {
        var files = new JsonObject { ["total"] = 0, ["reused"] = 0, ["recovered"] = 0, ["percent"] = "0.0%" };
        if (detailed)
        {
            files["details"] = new JsonArray();
        }

        return new JsonObject
        {
            ["size"] = new JsonObject { ["total_in_bytes"] = 0, ["reused_in_bytes"] = 0, ["recovered_in_bytes"] = 0, ["percent"] = "0.0%" },
            ["files"] = files,
            ["total_time_in_millis"] = 0,
            ["source_throttle_time_in_millis"] = 0,
            ["target_throttle_time_in_millis"] = 0,
        };
    }

    private static Task StoresAsync(RestRequest request)
    {
        // Elasticsearch lists what isn't well unless it is asked for all; here all is well, or the node doesn't run.
        var wanted = request.List("status") is { } status && (status.Contains("green") || status.Contains("all"));
        var indices = Named(request).Where(_ => wanted);
        return request.Tree(new JsonObject { ["indices"] = new JsonObject(indices.Select(index => KeyValuePair.Create(index.Name, (JsonNode?)Stores(request, index)))) });
    }

    private static JsonObject Stores(RestRequest request, Index index)
    {
        JsonNode Store() => new JsonObject { [NodeIdentity.Id] = NodeIdentity.Describe(request.Http), ["allocation_id"] = index.Metadata.Uuid, ["allocation"] = "primary" };
        return new JsonObject
        {
            ["shards"] = new JsonObject(Enumerable.Range(0, index.Metadata.Shards).Select(shard => KeyValuePair.Create(shard.ToString(CultureInfo.InvariantCulture), (JsonNode?)new JsonObject { ["stores"] = new JsonArray(Store()) }))),
        };
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary><c>_cluster/health</c>, with waiting until it is as wished for.</summary>
internal static class ClusterHealthEndpoint
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_cluster/health", HandleAsync);
        routes.Map("GET", "/_cluster/health/{index}", HandleAsync);
    }

    private static async Task HandleAsync(RestRequest request)
    {
        var wishes = Wishes(request);
        var limit = request.Parameter("timeout") is { } text ? Durations.Parse(text, "timeout") : LongestWait;
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var (indices, isMissing) = Targets(request);
            var health = ClusterHealth.Of(indices);
            var isMet = !isMissing && wishes.TrueForAll(wish => wish(health));
            if (isMet || Stopwatch.GetElapsedTime(start) >= limit)
            {
                await AnswerAsync(request, indices, health, isMissing ? "red" : health.Status, isMet);
                return;
            }

            await Task.Delay(PollInterval, request.Aborted);
        }
    }

    private static (IReadOnlyList<Index> Indices, bool IsMissing) Targets(RestRequest request)
    {
        var options = request.Names(NameOptions.Default with { ExpandHidden = true, ExpandClosed = true });
        try
        {
            return (request.Node.Names.Indices(request.PathOrNull("index"), options), false);
        }
        catch (ElasticsearchException missing) when (missing.Type == "index_not_found_exception")
        {
            // It may come yet; that is what waiting clients hope for.
            return ([], true);
        }
    }

    private static List<Predicate<ClusterHealth>> Wishes(RestRequest request)
    {
        var wishes = new List<Predicate<ClusterHealth>>();
        if (request.Parameter("wait_for_status") is { } status)
        {
            var worst = RankOf(status);
            wishes.Add(health => RankOf(health.Status) <= worst);
        }

        if (request.Parameter("wait_for_active_shards") is { } shards)
        {
            wishes.Add(ActiveShards(shards));
        }

        if (request.Parameter("wait_for_nodes") is { Length: > 0 } nodes)
        {
            var isMet = HasNodes(nodes);
            wishes.Add(_ => isMet);
        }

        // Nothing ever relocates, initialises or is pending: the other wishes are always met.
        return wishes;
    }

    private static int RankOf(string status) => status.ToLowerInvariant() switch
    {
        "green" => 0,
        "yellow" => 1,
        "red" => 2,
        _ => throw Refuse.IllegalArgument($"unknown cluster health status [{status}]"),
    };

    private static Predicate<ClusterHealth> ActiveShards(string wanted)
    {
        if (wanted == "all")
        {
            return health => health.Unassigned == 0;
        }

        return int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? health => health.Active >= number
            : throw Refuse.IllegalArgument($"cannot parse ActiveShardCount[{wanted}]");
    }

    /// <summary>There is one node: 1, &gt;=1, ge(1), &lt;2 and so on.</summary>
    private static bool HasNodes(string wanted)
    {
        var digits = new string([.. wanted.Where(char.IsAsciiDigit)]);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw Refuse.IllegalArgument($"cannot parse [wait_for_nodes] [{wanted}]");
        }

        return wanted[..wanted.IndexOf(digits, StringComparison.Ordinal)] switch
        {
            ">=" or "ge(" => 1 >= number,
            "<=" or "le(" => 1 <= number,
            ">" or "gt(" => 1 > number,
            "<" or "lt(" => 1 < number,
            "" => number == 1,
            _ => throw Refuse.IllegalArgument($"cannot parse [wait_for_nodes] [{wanted}]"),
        };
    }

    private static Task AnswerAsync(RestRequest request, IReadOnlyList<Index> indices, ClusterHealth health, string status, bool isMet)
    {
        var json = new JsonObject
        {
            ["cluster_name"] = NodeIdentity.ClusterName,
            ["status"] = status,
            ["timed_out"] = !isMet,
            ["number_of_nodes"] = 1,
            ["number_of_data_nodes"] = 1,
            ["active_primary_shards"] = health.Active,
            ["active_shards"] = health.Active,
            ["relocating_shards"] = 0,
            ["initializing_shards"] = 0,
            ["unassigned_shards"] = health.Unassigned,
            ["unassigned_primary_shards"] = 0,
            ["delayed_unassigned_shards"] = 0,
            ["number_of_pending_tasks"] = 0,
            ["number_of_in_flight_fetch"] = 0,
            ["task_max_waiting_in_queue_millis"] = 0,
            ["active_shards_percent_as_number"] = health.ActivePercent,
        };
        switch (request.Parameter("level"))
        {
            case null or "cluster":
                break;
            case "indices" or "shards":
                json["indices"] = new JsonObject(indices.Select(index => KeyValuePair.Create(index.Name, (JsonNode?)OfIndex(index, request.Parameter("level") == "shards"))));
                break;
            case var other:
                throw Refuse.IllegalArgument($"level parameter must be one of [cluster] or [indices] or [shards] but was [{other}]");
        }

        return request.Tree(json, isMet || request.Flag("return_200_for_cluster_health_timeout") ? 200 : 408);
    }

    private static JsonObject OfIndex(Index index, bool withShards)
    {
        var metadata = index.Metadata;
        var json = Shards(metadata.Health, metadata.Shards, metadata.ShardCopies - metadata.Shards);
        json.Insert(1, "number_of_shards", metadata.Shards);
        json.Insert(2, "number_of_replicas", metadata.Replicas);
        if (withShards)
        {
            json["shards"] = new JsonObject(Enumerable.Range(0, metadata.Shards).Select(shard =>
            {
                var one = Shards(metadata.Health, 1, metadata.Replicas);
                one.Remove("active_primary_shards");
                one.Insert(1, "primary_active", true);
                return KeyValuePair.Create(shard.ToString(CultureInfo.InvariantCulture), (JsonNode?)one);
            }));
        }

        return json;
    }

    private static JsonObject Shards(string status, int active, int unassigned) => new()
    {
        ["status"] = status,
        ["active_primary_shards"] = active,
        ["active_shards"] = active,
        ["relocating_shards"] = 0,
        ["initializing_shards"] = 0,
        ["unassigned_shards"] = unassigned,
        ["unassigned_primary_shards"] = 0,
    };
}

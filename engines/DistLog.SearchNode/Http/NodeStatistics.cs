using System.Diagnostics;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;

namespace DistLog.SearchNode.Http;

/// <summary>The sections of <c>_nodes/stats</c>. The runtime's figures stand where Elasticsearch has those of its Java machine.</summary>
internal static class NodeStatistics
{
    private static readonly Dictionary<string, Func<RestRequest, JsonObject>> Sections = new(StringComparer.Ordinal)
    {
        ["os"] = request => new() { ["timestamp"] = Now(request), ["cpu"] = new JsonObject { ["percent"] = request.Node.Vitals.CpuPercent, ["load_average"] = LoadAverage() }, ["mem"] = Memory() },
        ["process"] = request => new() { ["timestamp"] = Now(request), ["open_file_descriptors"] = NodeVitals.OpenFiles, ["max_file_descriptors"] = NodeVitals.MaxOpenFiles, ["cpu"] = new JsonObject { ["percent"] = request.Node.Vitals.CpuPercent, ["total_in_millis"] = (long)Environment.CpuUsage.TotalTime.TotalMilliseconds }, ["mem"] = new JsonObject { ["total_virtual_in_bytes"] = Process.GetCurrentProcess().VirtualMemorySize64 } },
        ["jvm"] = Runtime,
        ["thread_pool"] = request => new() { ["search"] = new JsonObject { ["threads"] = Environment.ProcessorCount, ["queue"] = 0, ["active"] = request.Node.Tasks.Running.Count(task => task.Origin.Action == SearchEndpoints.SearchAction), ["rejected"] = 0, ["largest"] = Environment.ProcessorCount, ["completed"] = 0 } },
        ["fs"] = Disk,
        ["transport"] = _ => new() { ["server_open"] = 0, ["total_outbound_connections"] = 0, ["rx_count"] = 0, ["rx_size_in_bytes"] = 0, ["tx_count"] = 0, ["tx_size_in_bytes"] = 0 },
        ["http"] = _ => new() { ["current_open"] = 0, ["total_opened"] = 0 },
        ["breaker"] = _ => [],
        ["script"] = _ => new() { ["compilations"] = 0, ["cache_evictions"] = 0, ["compilation_limit_triggered"] = 0 },
        ["discovery"] = _ => new() { ["cluster_state_queue"] = new JsonObject { ["total"] = 0, ["pending"] = 0, ["committed"] = 0 }, ["published_cluster_states"] = new JsonObject { ["full_states"] = 0, ["incompatible_diffs"] = 0, ["compatible_diffs"] = 0 } },
        ["ingest"] = _ => new() { ["total"] = new JsonObject { ["count"] = 0, ["time_in_millis"] = 0, ["current"] = 0, ["failed"] = 0 }, ["pipelines"] = new JsonObject() },
        ["adaptive_selection"] = _ => [],
        ["script_cache"] = _ => [],
        ["indexing_pressure"] = request => new() { ["memory"] = new JsonObject { ["current"] = Pressure(request.Node.Bodies.Used), ["total"] = Pressure(0), ["limit_in_bytes"] = BodyBudget.Limit } },
        ["repositories"] = _ => [],
        ["allocations"] = _ => [],
    };

    public static IEnumerable<string> Metrics => Sections.Keys.Append("indices");

    public static JsonObject Of(RestRequest request, string[] metrics, string[]? indexMetrics)
    {
        var all = metrics.Contains("_all");
        var json = new JsonObject { ["timestamp"] = Now(request) };
        if (all || metrics.Contains("indices"))
        {
            json["indices"] = Indices(request, indexMetrics);
        }

        foreach (var (name, value) in Sections.Where(section => all || metrics.Contains(section.Key)))
        {
            json[name == "breaker" ? "breakers" : name] = value(request);
        }

        return json;
    }

    private static JsonObject Indices(RestRequest request, string[]? metrics)
    {
        Cluster.Index[] indices = [.. request.Node.State.Indices.Values.OrderBy(index => index.Name, StringComparer.Ordinal)];
        var json = IndexStatistics.Of(indices, metrics);
        if (request.Parameter("level") is "indices" or "shards")
        {
            json["indices"] = new JsonObject(indices.Select(index => KeyValuePair.Create(index.Name, (JsonNode?)IndexStatistics.Of([index], metrics))));
        }

        return json;
    }

    private static long Now(RestRequest request) => request.Node.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private static JsonObject Pressure(long bytes) => new()
    {
        ["combined_coordinating_and_primary_in_bytes"] = bytes,
        ["coordinating_in_bytes"] = bytes,
        ["primary_in_bytes"] = 0,
        ["replica_in_bytes"] = 0,
        ["all_in_bytes"] = bytes,
        ["coordinating_rejections"] = 0,
        ["primary_rejections"] = 0,
        ["replica_rejections"] = 0,
    };

    private static JsonObject LoadAverage() =>
        NodeVitals.LoadAverages is { } load ? new() { ["1m"] = load[0], ["5m"] = load[1], ["15m"] = load[2] } : [];

    public static JsonObject Memory()
    {
        var (total, used) = (NodeVitals.MemoryTotal, NodeVitals.MemoryUsed);
        return new()
        {
            ["total_in_bytes"] = total,
            ["adjusted_total_in_bytes"] = total,
            ["free_in_bytes"] = total - used,
            ["used_in_bytes"] = used,
            ["free_percent"] = NodeVitals.Percent(total - used, total),
            ["used_percent"] = NodeVitals.Percent(used, total),
        };
    }

    private static JsonObject Runtime(RestRequest request) => new()
    {
        ["timestamp"] = Now(request),
        ["uptime_in_millis"] = (long)request.Node.Vitals.Uptime.TotalMilliseconds,
        ["mem"] = new JsonObject { ["heap_used_in_bytes"] = NodeVitals.HeapUsed, ["heap_used_percent"] = NodeVitals.HeapPercent, ["heap_committed_in_bytes"] = GC.GetGCMemoryInfo().TotalCommittedBytes, ["heap_max_in_bytes"] = NodeVitals.MemoryTotal },
        ["threads"] = new JsonObject { ["count"] = Process.GetCurrentProcess().Threads.Count, ["peak_count"] = Process.GetCurrentProcess().Threads.Count },
        ["gc"] = new JsonObject { ["collectors"] = new JsonObject { ["young"] = Collections(0), ["old"] = Collections(2) } },
        ["buffer_pools"] = new JsonObject { ["direct"] = new JsonObject { ["count"] = 0, ["used_in_bytes"] = 0, ["total_capacity_in_bytes"] = 0 } },
    };

    private static JsonObject Collections(int generation) =>
        new() { ["collection_count"] = GC.CollectionCount(generation), ["collection_time_in_millis"] = generation == 0 ? (long)GC.GetTotalPauseDuration().TotalMilliseconds : 0 };

    public static JsonObject Disk(RestRequest request)
    {
        var disk = request.Node.Vitals.Disk;
        JsonObject total = new() { ["total_in_bytes"] = disk.TotalSize, ["free_in_bytes"] = disk.TotalFreeSpace, ["available_in_bytes"] = disk.AvailableFreeSpace };
        var path = (JsonObject)total.DeepClone();
        path.Insert(0, "path", request.Node.Vitals.DataDirectory);
        path.Insert(1, "mount", disk.RootDirectory.FullName);
        path.Insert(2, "type", disk.DriveFormat);
        return new() { ["timestamp"] = Now(request), ["total"] = total, ["data"] = new JsonArray(path) };
    }
}

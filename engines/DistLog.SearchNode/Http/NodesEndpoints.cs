using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Http;

/// <summary><c>_nodes</c>: who the node is, how it is, and what keeps it busy.</summary>
internal static class NodesEndpoints
{
    private static readonly string[] InfoMetrics = ["settings", "os", "process", "jvm", "thread_pool", "transport", "http", "plugins", "ingest", "aggregations", "indices", "remote_cluster_server"];

    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_nodes", InfoAsync);
        routes.Map("GET", "/_nodes/{filter}", InfoAsync);
        routes.Map("GET", "/_nodes/{filter}/{metric}", InfoAsync);
        foreach (var nodes in new[] { "/_nodes", "/_nodes/{filter}" })
        {
            routes.Map("GET", nodes + "/stats", StatsAsync);
            routes.Map("GET", nodes + "/stats/{metric}", StatsAsync);
            routes.Map("GET", nodes + "/stats/{metric}/{index_metric}", StatsAsync);
            routes.Map("GET", nodes + "/hot_threads", HotThreads.HandleAsync);
            routes.Map("GET", nodes + "/usage", UsageAsync);
            routes.Map("GET", nodes + "/usage/{metric}", UsageAsync);
            // There is no repository whose use could be metered.
            routes.Map("GET", nodes + "/_repositories_metering", request => AnswerAsync(request, [], request.PathOrNull("filter"), describe: false));
            routes.Map("DELETE", nodes + "/_repositories_metering/{version}", request => AnswerAsync(request, [], request.PathOrNull("filter"), describe: false));
            routes.Map("POST", nodes + "/reload_secure_settings", request => AnswerAsync(request, [], request.PathOrNull("filter")));
        }
    }

    private static Task InfoAsync(RestRequest request)
    {
        var (filter, metric) = (request.PathOrNull("filter"), request.PathOrNull("metric"));
        if (metric is null && filter?.Split(',').All(name => name == "_all" || InfoMetrics.Contains(name)) == true)
        {
            (filter, metric) = (null, filter);
        }

        var metrics = metric?.Split(',') ?? ["_all"];
        var sections = new JsonObject
        {
            ["version"] = InfoEndpoints.Version,
            ["build_flavor"] = "default",
            ["build_type"] = "tar",
            ["build_hash"] = InfoEndpoints.BuildHash,
        };
        var details = Details(request).Where(section => metrics.Contains("_all") || metrics.Contains(section.Key)).ToArray();
        foreach (var (name, value) in details)
        {
            sections[name] = value?.DeepClone();
        }

        return AnswerAsync(request, sections, filter);
    }

    private static JsonObject Details(RestRequest request)
    {
        var address = NodeIdentity.Address(request.Http);
        var settings = new JsonObject { ["cluster.name"] = NodeIdentity.ClusterName, ["node.name"] = NodeIdentity.Name, ["path.data"] = request.Node.Vitals.DataDirectory, ["client.type"] = "node" };
        return new JsonObject
        {
            ["settings"] = request.Flag("flat_settings") ? settings : Nested(settings),
            ["os"] = new JsonObject { ["name"] = Environment.OSVersion.Platform.ToString(), ["pretty_name"] = System.Runtime.InteropServices.RuntimeInformation.OSDescription, ["arch"] = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(), ["available_processors"] = Environment.ProcessorCount, ["allocated_processors"] = Environment.ProcessorCount },
            ["process"] = new JsonObject { ["refresh_interval_in_millis"] = 1000, ["id"] = Environment.ProcessId, ["mlockall"] = false },
            ["jvm"] = new JsonObject { ["pid"] = Environment.ProcessId, ["version"] = Environment.Version.ToString(), ["vm_name"] = ".NET", ["mem"] = new JsonObject { ["heap_max_in_bytes"] = Cluster.NodeVitals.MemoryTotal } },
            ["thread_pool"] = new JsonObject { ["search"] = new JsonObject { ["type"] = "fixed", ["size"] = Environment.ProcessorCount, ["queue_size"] = -1 } },
            ["transport"] = new JsonObject { ["bound_address"] = new JsonArray(address), ["publish_address"] = address, ["profiles"] = new JsonObject() },
            ["http"] = new JsonObject { ["bound_address"] = new JsonArray(address), ["publish_address"] = address, ["max_content_length_in_bytes"] = request.Node.Options.RequestMegabytes * 1024L * 1024 },
            ["plugins"] = new JsonArray(),
            ["modules"] = new JsonArray(),
            ["ingest"] = new JsonObject { ["processors"] = new JsonArray() },
        };
    }

    private static JsonObject Nested(JsonObject flat)
    {
        var nested = new JsonObject();
        foreach (var (name, value) in flat)
        {
            Cluster.IndexSettings.Set(nested, name, value);
        }

        return nested;
    }

    private static Task StatsAsync(RestRequest request)
    {
        var metrics = request.PathOrNull("metric")?.Split(',') ?? ["_all"];
        Suggestion.Check(request, metrics, NodeStatistics.Metrics, "metric");
        var indexMetrics = request.PathOrNull("index_metric")?.Split(',');
        IndexStatistics.Check(request, indexMetrics ?? [], "index metric");
        if (indexMetrics is not null && !metrics.Contains("indices"))
        {
            throw Refuse.IllegalArgument($"request [{request.Http.Request.Path}] contains index metrics [{string.Join(',', indexMetrics)}] but indices stats not requested");
        }

        return AnswerAsync(request, NodeStatistics.Of(request, metrics, indexMetrics), request.PathOrNull("filter"));
    }

    private static Task UsageAsync(RestRequest request)
    {
        var now = request.Node.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return AnswerAsync(request, new JsonObject { ["timestamp"] = now, ["since"] = now - (long)request.Node.Vitals.Uptime.TotalMilliseconds, ["rest_actions"] = new JsonObject(), ["aggregations"] = new JsonObject() }, request.PathOrNull("filter"), describe: false);
    }

    /// <summary>The node with these properties, where the filter means it.</summary>
    private static Task AnswerAsync(RestRequest request, JsonObject sections, string? filter, bool describe = true)
    {
        var isMeant = filter is null || filter.Split(',').Any(NodeIdentity.IsMeant);
        var node = describe ? NodeIdentity.Describe(request.Http) : [];
        node.MergeFrom(sections);
        return request.Tree(new JsonObject
        {
            ["_nodes"] = new JsonObject { ["total"] = isMeant ? 1 : 0, ["successful"] = isMeant ? 1 : 0, ["failed"] = 0 },
            ["cluster_name"] = NodeIdentity.ClusterName,
            ["nodes"] = isMeant ? new JsonObject { [NodeIdentity.Id] = node } : [],
        });
    }
}

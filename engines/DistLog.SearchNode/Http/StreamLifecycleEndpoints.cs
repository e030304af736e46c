using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Cluster.Lifecycle;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary>The lifecycles that data streams have by themselves: <c>_data_stream/x/_lifecycle</c>, <c>_lifecycle/explain</c>, <c>_lifecycle/stats</c>.</summary>
internal static class StreamLifecycleEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("PUT", "/_data_stream/{name}/_lifecycle", PutAsync);
        routes.Map("GET", "/_data_stream/{name}/_lifecycle", GetAsync);
        routes.Map("DELETE", "/_data_stream/{name}/_lifecycle", request => ChangeAsync(request, null));
        routes.Map("GET", "/{index}/_lifecycle/explain", ExplainAsync);
        routes.Map("GET", "/_lifecycle/stats", StatsAsync);
    }

    private static async Task PutAsync(RestRequest request) => await ChangeAsync(request, StreamLifecycle.Parse(await request.ObjectAsync() ?? []));

    private static Task ChangeAsync(RestRequest request, JsonObject? lifecycle)
    {
        DataStreamEndpoints.Change(request, stream => stream.Lifecycle = (JsonObject?)lifecycle?.DeepClone());
        return request.Acknowledged();
    }

    private static Task GetAsync(RestRequest request)
    {
        var list = DataStreamEndpoints.Find(request, request.Path("name")).Select(stream =>
        {
            var json = new JsonObject { ["name"] = stream.Name };
            if (stream.Lifecycle is { } lifecycle)
            {
                json["lifecycle"] = Shown(request, lifecycle);
            }

            return (JsonNode)json;
        });
        return request.Tree(new JsonObject { ["data_streams"] = new JsonArray([.. list]), ["global_retention"] = GlobalRetention(request.Node.State) });
    }

    private static JsonObject GlobalRetention(ClusterState state)
    {
        var json = new JsonObject();
        foreach (var (key, setting) in new[] { ("max_retention", ClusterSettings.StreamMaxRetention), ("default_retention", ClusterSettings.StreamDefaultRetention) })
        {
            if (state.Value(setting) is not "-1" and var value)
            {
                json[key] = value;
            }
        }

        return json;
    }

    /// <summary>The lifecycle with the retention that really applies, and, where it is asked for, its rollover conditions.</summary>
    public static JsonObject Shown(RestRequest request, JsonObject lifecycle)
    {
        var state = request.Node.State;
        var (retention, source) = StreamLifecycle.Retention(state, lifecycle);
        var json = (JsonObject)lifecycle.DeepClone();
        if (retention is not null)
        {
            json["effective_retention"] = retention;
            json["retention_determined_by"] = source;
        }

        if (request.Flag("include_defaults"))
        {
            json["rollover"] = StreamLifecycle.Conditions(state, retention);
        }

        return json;
    }

    private static Task ExplainAsync(RestRequest request)
    {
        var indices = request.Node.Names.Indices(request.Path("index"), request.Names(NameOptions.Default with { ExpandClosed = true, ExpandHidden = true }));
        return request.Tree(new JsonObject { ["indices"] = new JsonObject(indices.Select(index => KeyValuePair.Create(index.Name, (JsonNode?)Explain(request, index)))) });
    }

    private static JsonObject Explain(RestRequest request, Index index)
    {
        var stream = index.DataStream is { } name ? request.Node.State.DataStreams.GetValueOrDefault(name) : null;
        var isManaged = stream is not null && StreamLifecycle.Manages(stream, index);
        var json = new JsonObject { ["index"] = index.Name, ["managed_by_lifecycle"] = isManaged };
        if (!isManaged)
        {
            return json;
        }

        var now = request.Node.Time.GetUtcNow().ToUnixTimeMilliseconds();
        json["index_creation_date_millis"] = index.Metadata.CreationDate;
        json["time_since_index_creation"] = LifecycleEndpoints.Age(now - index.Metadata.CreationDate);
        if (index.Metadata.Rollover is { } rollover)
        {
            json["rollover_date_millis"] = rollover.Time;
            json["time_since_rollover"] = LifecycleEndpoints.Age(now - rollover.Time);
        }

        json["lifecycle"] = Shown(request, stream!.Lifecycle!);
        json["generation_time"] = LifecycleEndpoints.Age(now - index.Metadata.LifecycleDate);
        return json;
    }

    private static Task StatsAsync(RestRequest request)
    {
        var streams = request.Node.State.DataStreams.Values.Where(stream => stream.Lifecycle is not null).OrderBy(stream => stream.Name, StringComparer.Ordinal).ToArray();
        return request.Tree(new JsonObject
        {
            ["data_stream_count"] = streams.Length,
            ["data_streams"] = new JsonArray([.. streams.Select(stream => (JsonNode)new JsonObject { ["name"] = stream.Name, ["backing_indices_in_total"] = stream.Backing.Count, ["backing_indices_in_error"] = 0 })]),
        });
    }
}

using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Cluster.Lifecycle;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary><c>_data_stream</c>.</summary>
internal static class DataStreamEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("PUT", "/_data_stream/{name}", CreateAsync);
        routes.Map("GET", "/_data_stream", GetAsync);
        routes.Map("GET", "/_data_stream/{name}", GetAsync);
        routes.Map("DELETE", "/_data_stream/{name}", DeleteAsync);
        routes.Map("GET", "/_data_stream/_stats", StatsAsync);
        routes.Map("GET", "/_data_stream/{name}/_stats", StatsAsync);
        routes.Map("POST", "/_data_stream/_migrate/{alias}", MigrateAsync);
        routes.Map("POST", "/_data_stream/_modify", ModifyAsync);
        routes.Map("POST", "/_data_stream/_promote/{name}", _ => throw Refuse.NotSupported("_data_stream/_promote"));
    }

    /// <summary>The streams of an expression. An index that is there and no stream is none, and no mistake either.</summary>
    public static DataStream[] Find(RestRequest request, string expression)
    {
        var state = request.Node.State;
        var names = expression.Split(',');
        foreach (var name in names.Where(name => !name.Contains('*') && name != "_all" && !state.DataStreams.ContainsKey(name) && !state.Indices.ContainsKey(name) && !state.WithAlias(name).Any() && !state.StreamsWithAlias(name).Any()))
        {
            throw Refuse.IndexNotFound(name);
        }

        var hidden = request.List("expand_wildcards") is { } expand && (expand.Contains("all") || expand.Contains("hidden"));
        return
        [
            .. state.DataStreams.Values
                .Where(stream => names.Any(pattern => pattern == stream.Name || ((hidden || !stream.IsHidden || pattern.StartsWith('.')) && (pattern == "_all" || Glob.Matches(pattern, stream.Name)))))
                .OrderBy(stream => stream.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Changes the streams that the path names, and saves.</summary>
    public static void Change(RestRequest request, Action<DataStream> change)
    {
        var streams = Find(request, request.Path("name"));
        lock (request.Node.State.Gate)
        {
            Array.ForEach(streams, change);
            request.Node.Save();
        }
    }

    private static Task CreateAsync(RestRequest request)
    {
        request.Node.CreateDataStream(request.Path("name"));
        return request.Acknowledged();
    }

    private static Task GetAsync(RestRequest request)
    {
        var list = new JsonArray([.. Find(request, request.PathOrNull("name") ?? "*").Select(stream => (JsonNode)Describe(request, stream))]);
        return request.Tree(new JsonObject { ["data_streams"] = list });
    }

    private static JsonObject Describe(RestRequest request, DataStream stream)
    {
        var state = request.Node.State;
        var template = state.TemplateFor(stream.Name);
        var policy = template?.Content(state.Components).With(new JsonObject { ["settings"] = stream.Settings.DeepClone() }).Settings["index"]?["lifecycle"]?["name"].Text();
        var backing = IndicesOf(state, stream.Backing);
        var json = new JsonObject
        {
            ["name"] = stream.Name,
            ["timestamp_field"] = new JsonObject { ["name"] = "@timestamp" },
            ["indices"] = new JsonArray([.. backing.Select(index => (JsonNode)Describe(stream, index))]),
            ["generation"] = stream.Generation,
            ["status"] = backing.Exists(index => index.Metadata.Health == "yellow") ? "YELLOW" : "GREEN",
            ["template"] = template?.Name ?? stream.Template,
            ["next_generation_managed_by"] = ManagedBy(policy, stream.Lifecycle),
            ["prefer_ilm"] = true,
            ["hidden"] = stream.IsHidden,
            ["system"] = false,
            ["allow_custom_routing"] = template?.DataStream?["allow_custom_routing"].Bool() ?? false,
            ["replicated"] = false,
            ["rollover_on_write"] = stream.RollsOnWrite,
            ["settings"] = stream.Settings.DeepClone(),
            ["mappings"] = stream.Mappings.DeepClone(),
            ["failure_store"] = DataStreamOptionsEndpoints.Describe(request.Node, stream),
        };
        AddOptional(json, "_meta", template?.Json["_meta"]);
        AddOptional(json, "ilm_policy", policy);
        AddOptional(json, "lifecycle", stream.Lifecycle is { } lifecycle ? StreamLifecycleEndpoints.Shown(request, lifecycle) : null);
        return json;
    }

    private static void AddOptional(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
        {
            json[name] = value.DeepClone();
        }
    }

    private static List<Index> IndicesOf(ClusterState state, IReadOnlyList<string> names) => [.. names.Select(name => state.Indices.GetValueOrDefault(name)).OfType<Index>()];

    private static JsonObject Describe(DataStream stream, Index index)
    {
        var policy = index.Metadata.Policy;
        var json = new JsonObject { ["index_name"] = index.Name, ["index_uuid"] = index.Metadata.Uuid, ["prefer_ilm"] = true };
        AddOptional(json, "ilm_policy", policy);
        json["managed_by"] = ManagedBy(policy, StreamLifecycle.Manages(stream, index) ? stream.Lifecycle : null);
        return json;
    }

    private static string ManagedBy(string? policy, JsonObject? lifecycle) =>
        policy is not null ? "Index Lifecycle Management" : lifecycle is not null && lifecycle["enabled"].Bool() != false ? "Data stream lifecycle" : "Unmanaged";

    private static Task DeleteAsync(RestRequest request)
    {
        if (request.Path("name").Split(',').Any(name => name is "*" or "_all"))
        {
            throw Refuse.IllegalArgument("Wildcard expressions or all data streams are not allowed");
        }

        request.Node.DeleteDataStreams(Find(request, request.Path("name")));
        return request.Acknowledged();
    }

    private static Task StatsAsync(RestRequest request)
    {
        var streams = Find(request, request.PathOrNull("name") ?? "*");
        var indices = streams.SelectMany(stream => IndicesOf(request.Node.State, stream.Backing)).ToArray();
        return request.Tree(new JsonObject
        {
            ["_shards"] = new JsonObject { ["total"] = indices.Sum(index => index.Metadata.ShardCopies), ["successful"] = indices.Sum(index => index.Metadata.Shards), ["failed"] = 0 },
            ["data_stream_count"] = streams.Length,
            ["backing_indices"] = indices.Length,
            ["total_store_size_bytes"] = indices.Sum(index => index.Store.SizeOnDisk()),
            ["data_streams"] = new JsonArray([.. streams.Select(stream => (JsonNode)Statistics(request, stream))]),
        });
    }

    private static JsonObject Statistics(RestRequest request, DataStream stream)
    {
        var indices = IndicesOf(request.Node.State, stream.Backing);
        return new()
        {
            ["data_stream"] = stream.Name,
            ["backing_indices"] = indices.Count,
            ["store_size_bytes"] = indices.Sum(index => index.Store.SizeOnDisk()),
            ["maximum_timestamp"] = NewestTimestamp.Of(request, indices),
        };
    }

    private static Task MigrateAsync(RestRequest request)
    {
        request.Node.MigrateAlias(request.Path("alias"));
        return request.Acknowledged();
    }

    private static async Task ModifyAsync(RestRequest request)
    {
        var body = await request.RequiredObjectAsync();
        var actions = body["actions"] as JsonArray ?? throw Refuse.ContentParse("[data_stream_actions] required [actions]");
        request.Node.ModifyDataStreams([.. actions.Select(action => action as JsonObject ?? throw Refuse.ContentParse("an action must be an object"))]);
        await request.Acknowledged();
    }
}

using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

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
    }

    private static Task CreateAsync(RestRequest request)
    {
        request.Node.CreateDataStream(request.Path("name"));
        return request.Acknowledged();
    }

    private static Task GetAsync(RestRequest request)
    {
        var list = new JsonArray([.. Find(request, request.PathOrNull("name") ?? "*").Select(stream => (JsonNode)Describe(request.Node, stream))]);
        return request.Tree(new JsonObject { ["data_streams"] = list });
    }

    public static DataStream[] Find(RestRequest request, string expression)
    {
        var streams = request.Node.State.DataStreams;
        foreach (var name in expression.Split(',').Where(name => !name.Contains('*') && name != "_all" && !streams.ContainsKey(name)))
        {
            throw Refuse.IndexNotFound(name);
        }

        var hidden = request.List("expand_wildcards") is { } expand && (expand.Contains("all") || expand.Contains("hidden"));
        return
        [
            .. streams.Values
                .Where(stream => expression.Split(',').Any(pattern => pattern == stream.Name || ((hidden || !stream.IsHidden) && (pattern == "_all" || Glob.Matches(pattern, stream.Name)))))
                .OrderBy(stream => stream.Name, StringComparer.Ordinal),
        ];
    }

    private static JsonObject Describe(Node node, DataStream stream)
    {
        var template = node.State.Templates.GetValueOrDefault(stream.Template);
        var policy = template?.Content(node.State.Components).Settings["index"]?["lifecycle"]?["name"].Text();
        var indices = new JsonArray([.. stream.Backing.Select(name => (JsonNode)new JsonObject
        {
            ["index_name"] = name,
            ["index_uuid"] = node.State.Indices.GetValueOrDefault(name)?.Metadata.Uuid,
            ["prefer_ilm"] = true,
            ["ilm_policy"] = policy,
            ["managed_by"] = policy is null ? "Unmanaged" : "Index Lifecycle Management",
        })]);
        return new JsonObject
        {
            ["name"] = stream.Name,
            ["timestamp_field"] = new JsonObject { ["name"] = "@timestamp" },
            ["indices"] = indices,
            ["generation"] = stream.Generation,
            ["_meta"] = template?.Json["_meta"]?.DeepClone(),
            ["status"] = "GREEN",
            ["template"] = stream.Template,
            ["ilm_policy"] = policy,
            ["next_generation_managed_by"] = policy is null ? "Unmanaged" : "Index Lifecycle Management",
            ["prefer_ilm"] = true,
            ["hidden"] = stream.IsHidden,
            ["system"] = false,
            ["allow_custom_routing"] = false,
            ["replicated"] = false,
            ["rollover_on_write"] = false,
            ["failure_store"] = DataStreamOptionsEndpoints.Describe(node, stream),
        };
    }

    private static Task DeleteAsync(RestRequest request)
    {
        if (request.Path("name").Split(',').Any(name => name is "*" or "_all"))
        {
            throw Refuse.IllegalArgument("Wildcard expressions or all data streams are not allowed");
        }

        request.Node.DeleteDataStreams(Find(request, request.Path("name")));
        return request.Acknowledged();
    }
}

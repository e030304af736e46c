using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Http;

/// <summary><c>_data_stream/{name}/_options</c>: whether a data stream keeps what it couldn't take.</summary>
internal static class DataStreamOptionsEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_data_stream/{name}/_options", GetAsync);
        routes.Map("PUT", "/_data_stream/{name}/_options", PutAsync);
        routes.Map("DELETE", "/_data_stream/{name}/_options", request => SetAsync(request, null));
    }

    /// <summary>A stream's failure store, as the stream is shown.</summary>
    public static JsonObject Describe(Node node, DataStream stream) => new()
    {
        ["enabled"] = stream.KeepsFailures,
        ["rollover_on_write"] = stream.Failures.Count == 0,
        ["indices"] = new JsonArray([.. stream.Failures.Select(name => (JsonNode)new JsonObject
        {
            ["index_name"] = name,
            ["index_uuid"] = node.State.Indices.GetValueOrDefault(name)?.Metadata.Uuid,
            ["managed_by"] = "Unmanaged",
        })]),
    };

    /// <summary>Refuses options that aren't there.</summary>
    public static void Check(JsonObject options)
    {
        foreach (var (key, value) in options)
        {
            if (key != "failure_store" || value is not (null or JsonObject))
            {
                throw Refuse.ContentParse($"[1:1] [options] unknown field [{key}]");
            }
        }

        foreach (var (key, value) in options["failure_store"] as JsonObject ?? [])
        {
            if (key is not ("enabled" or "lifecycle") || (key == "enabled" && value is not null && value.Bool() is null))
            {
                throw Refuse.ContentParse($"[1:1] [failure_store] {(key is "enabled" ? "failed to parse" : "unknown")} field [{key}]");
            }
        }

        if (options["failure_store"]?["lifecycle"] is JsonObject lifecycle)
        {
            lifecycle["enabled"] ??= true;
        }
    }

    private static Task GetAsync(RestRequest request)
    {
        var list = DataStreamEndpoints.Find(request, request.Path("name")).Select(Describe);
        return request.Tree(new JsonObject { ["data_streams"] = new JsonArray([.. list]) });
    }

    private static JsonNode Describe(DataStream stream)
    {
        var json = new JsonObject { ["name"] = stream.Name };
        if (stream.Options is { } options)
        {
            json["options"] = options.DeepClone();
        }

        return json;
    }

    private static async Task PutAsync(RestRequest request)
    {
        var options = await request.RequiredObjectAsync();
        Check(options);
        await SetAsync(request, options);
    }

    private static Task SetAsync(RestRequest request, JsonObject? options)
    {
        lock (request.Node.State.Gate)
        {
            foreach (var stream in DataStreamEndpoints.Find(request, request.Path("name")))
            {
                stream.Options = options?.DeepClone() as JsonObject;
            }

            request.Node.Save();
        }

        return request.Acknowledged();
    }
}

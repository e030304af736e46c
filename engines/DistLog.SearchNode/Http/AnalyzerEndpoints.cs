using System.Text.Json.Nodes;

namespace DistLog.SearchNode.Http;

/// <summary><c>_reload_search_analyzers</c>: no analyzer has files that could have changed.</summary>
internal static class AnalyzerEndpoints
{
    public static void Map(RestRoutes routes) => routes.Map("GET,POST", "/{index}/_reload_search_analyzers", ReloadAsync);

    private static Task ReloadAsync(RestRequest request)
    {
        var indices = request.Node.Names.Indices(request.Path("index"), request.Names());
        return request.Tree(new JsonObject
        {
            ["_shards"] = new JsonObject { ["total"] = indices.Sum(index => index.Metadata.Shards), ["successful"] = indices.Sum(index => index.Metadata.Shards), ["failed"] = 0 },
            ["reload_details"] = new JsonArray([.. indices.Select(index => (JsonNode)new JsonObject { ["index"] = index.Name, ["reloaded_analyzers"] = new JsonArray(), ["reloaded_node_ids"] = new JsonArray(NodeIdentity.Id) })]),
        });
    }
}

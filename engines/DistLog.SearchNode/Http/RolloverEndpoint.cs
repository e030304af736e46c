using System.Text.Json.Nodes;

namespace DistLog.SearchNode.Http;

/// <summary><c>_rollover</c>.</summary>
internal static class RolloverEndpoint
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("POST", "/{index}/_rollover", HandleAsync);
        routes.Map("POST", "/{index}/_rollover/{new}", HandleAsync);
    }

    private static async Task HandleAsync(RestRequest request)
    {
        var result = request.Node.Rollover(request.Path("index"), request.PathOrNull("new"), await request.ObjectAsync(), request.Flag("dry_run"));
        await request.Tree(new JsonObject
        {
            ["acknowledged"] = result.RolledOver,
            ["shards_acknowledged"] = result.RolledOver,
            ["old_index"] = result.OldIndex,
            ["new_index"] = result.NewIndex,
            ["rolled_over"] = result.RolledOver,
            ["dry_run"] = result.DryRun,
            ["lazy"] = false,
            ["conditions"] = new JsonObject(result.Conditions.Select(condition => KeyValuePair.Create(condition.Condition, (JsonNode?)condition.Met))),
        });
    }
}

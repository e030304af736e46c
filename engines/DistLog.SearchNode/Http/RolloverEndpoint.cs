using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;

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
        if (request.Flag("lazy"))
        {
            await RollLaterAsync(request);
            return;
        }

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

    /// <summary>Only a stream can wait with it until it is written to.</summary>
    private static async Task RollLaterAsync(RestRequest request)
    {
        var body = await request.ObjectAsync();
        var stream = request.Node.State.DataStreams.GetValueOrDefault(request.Path("index"));
        if (stream is null || body?["conditions"] is JsonObject { Count: > 0 })
        {
            throw Refuse.IllegalArgument("lazy rollover can be applied only on a data stream with no conditions");
        }

        request.Node.RollLater(stream);
        await request.Tree(new JsonObject { ["acknowledged"] = true, ["shards_acknowledged"] = false, ["old_index"] = stream.Backing[^1], ["new_index"] = request.Node.NextBacking(stream), ["rolled_over"] = false, ["dry_run"] = false, ["lazy"] = true, ["conditions"] = new JsonObject() });
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Cluster.Tasks;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http.ByQuery;

/// <summary><c>_delete_by_query</c>, <c>_update_by_query</c>, and <c>_rethrottle</c> for these and <c>_reindex</c>.</summary>
internal static class ByQueryEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("POST", "/{index}/_delete_by_query", DeleteAsync);
        routes.Map("POST", "/{index}/_update_by_query", UpdateAsync);
        routes.Map("POST", "/_reindex", ReindexEndpoint.HandleAsync);
        foreach (var api in new[] { "_delete_by_query", "_update_by_query", "_reindex" })
        {
            routes.Map("POST", $"/{api}/{{task}}/_rethrottle", RethrottleAsync);
        }
    }

    private static async Task DeleteAsync(RestRequest request)
    {
        var (options, hasQuery) = await OptionsAsync(request);
        if (!hasQuery)
        {
            throw Refuse.Validation("query is missing");
        }

        await RunAsync(request, options, new DeleteAction(), TargetsOf(request), $"delete-by-query [{request.Path("index")}]");
    }

    private static async Task UpdateAsync(RestRequest request)
    {
        if (request.Parameter("pipeline") is not (null or "_none"))
        {
            throw Refuse.NotSupported("ingest pipeline");
        }

        var (options, _) = await OptionsAsync(request);
        await RunAsync(request, options, new UpdateAction(), TargetsOf(request), $"update-by-query [{request.Path("index")}]");
    }

    private static IReadOnlyList<ResolvedIndex> TargetsOf(RestRequest request) => request.Node.Names.Resolve(request.Path("index"), request.Names());

    private static async Task<(ByQueryOptions Options, bool HasQuery)> OptionsAsync(RestRequest request)
    {
        var options = ByQueryOptions.Of(request);
        // What is parsed of it may be read for as long as the work goes on.
        var body = await request.JsonAsync();
        var hasQuery = body is not null && options.TakeBody(body.RootElement.ValueKind == JsonValueKind.Object ? body.RootElement : throw Refuse.Parsing("request body must be a JSON object"));
        options.TakeParameters(request);
        if (UriSearch.Query(request) is { } query)
        {
            options.Search.Query = query;
            hasQuery = true;
        }

        return (options, hasQuery);
    }

    /// <summary>Does the work, and answers with its outcome or, where the client doesn't wait, with its task.</summary>
    public static async Task RunAsync(RestRequest request, ByQueryOptions options, ByQueryAction action, IReadOnlyList<ResolvedIndex> targets, string description)
    {
        var run = new ByQueryRun(request.Node, options, action, targets);
        if (!options.Waits)
        {
            var started = request.Node.Tasks.Start(new TaskOrigin(action.Name, description, request.OpaqueId), async task => TaskResults.Keep(request.Node, task, await run.RunAsync(task)));
            await request.Tree(new JsonObject { ["task"] = TaskEndpoints.IdOf(started) });
            return;
        }

        using var task = request.BeginTask(action.Name, description);
        request.Http.Items[SearchEndpoints.InSearch] = true;
        var answer = await run.RunAsync(task);
        request.Http.Items.Remove(SearchEndpoints.InSearch);
        await request.Tree(answer, run.Status);
    }

    private static Task RethrottleAsync(RestRequest request)
    {
        var rate = ByQueryOptions.Rate(request) ?? throw Refuse.IllegalArgument("requests_per_second is a required parameter");
        var task = TaskEndpoints.Find(request, request.Path("task"));
        if (task is not null && Throttles.Find(task) is { } throttle)
        {
            throttle.Change(rate);
        }

        return request.Tree(task is null ? TaskEndpoints.Failed(request.Path("task")) : TaskEndpoints.Grouped(request, [task]));
    }
}

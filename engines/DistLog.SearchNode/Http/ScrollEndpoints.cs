using System.Diagnostics;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Http;

/// <summary>Searches over several requests: <c>_search/scroll</c> and <c>_pit</c>.</summary>
internal static class ScrollEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("GET,POST", "/_search/scroll", NextAsync);
        routes.Map("GET,POST", "/_search/scroll/{id}", NextAsync);
        routes.Map("DELETE", "/_search/scroll", CloseAsync);
        routes.Map("DELETE", "/_search/scroll/{id}", CloseAsync);
        routes.Map("POST", "/{index}/_pit", OpenPointAsync);
        routes.Map("DELETE", "/_pit", ClosePointAsync);
    }

    /// <summary>The first page of a scroll.</summary>
    public static async Task BeginAsync(RestRequest request, SearchRequest search, IReadOnlyList<ResolvedIndex> targets, Instant now, long start)
    {
        if (search.From > 0)
        {
            throw Refuse.Validation("using [from] is not allowed in a scroll context");
        }

        if (search.Size == 0)
        {
            throw Refuse.Validation("[size] cannot be [0] in a scroll context");
        }

        if (request.Flag("request_cache"))
        {
            throw Refuse.Validation("[request_cache] cannot be used in a scroll context");
        }

        (search.TrackTotal, search.IsScroll) = (null, true);
        var id = request.Node.Contexts.Open(targets, search, Durations.Parse(request.Parameter("scroll")!, "scroll"));
        await PageAsync(request, id, request.Node.Contexts.Get(id, null), now, start);
    }

    private static async Task NextAsync(RestRequest request)
    {
        var start = Stopwatch.GetTimestamp();
        var body = await request.ObjectAsync();
        var id = body?["scroll_id"].Text() ?? request.PathOrNull("id") ?? request.Parameter("scroll_id") ?? throw Refuse.Validation("scrollId is missing");
        var keep = body?["scroll"].Text() ?? request.Parameter("scroll");
        var context = request.Node.Contexts.Get(id, keep is null ? null : Durations.Parse(keep, "scroll"));
        if (context.Scroll is null)
        {
            throw Refuse.IllegalArgument("the id is that of a point in time, not of a scroll");
        }

        context.Scroll.TotalAsInt = request.Flag("rest_total_hits_as_int");
        await PageAsync(request, id, context, Instant.FromMillis(request.Node.Time.GetUtcNow().ToUnixTimeMilliseconds()), start);
    }

    private static async Task PageAsync(RestRequest request, string id, SearchContext context, Instant now, long start)
    {
        var search = context.Scroll!;
        var result = await SearchEndpoints.RunAsync(request, () => SearchPipeline.Run(search, context.Targets, now, request.Aborted));
        search.AfterHit = result.Hits.Length > 0 ? result.Hits[^1] : search.AfterHit;
        var millis = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await request.Json(writer => new HitWriter(writer, search, now) { ScrollId = id }.Write(result, millis));
        // Aggregations belong to the first page only.
        search.Aggregations = null;
    }

    private static async Task CloseAsync(RestRequest request)
    {
        var body = await request.ObjectAsync();
        var ids = (body?["scroll_id"]).Strings() is { Count: > 0 } given ? given : request.PathOrNull("id")?.Split(',') ?? request.List("scroll_id") ?? throw Refuse.Validation("no scroll ids specified");
        var freed = ids.Contains("_all") ? request.Node.Contexts.CloseAll(context => context.Scroll is not null) : ids.Count(request.Node.Contexts.Close);
        await request.Tree(new JsonObject { ["succeeded"] = true, ["num_freed"] = freed }, freed > 0 || ids.Contains("_all") ? 200 : 404);
    }

    private static async Task OpenPointAsync(RestRequest request)
    {
        var keep = request.Parameter("keep_alive") ?? throw Refuse.Validation("[keep_alive] is not specified");
        if ((await request.ObjectAsync()) is { } body && body.ContainsKey("index_filter"))
        {
            throw Refuse.NotSupported("index_filter of a point in time");
        }

        var targets = request.Node.Names.Resolve(request.Path("index"), request.Names());
        var id = request.Node.Contexts.Open(targets, null, Durations.Parse(keep, "keep_alive"));
        await request.Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            HitWriter.WriteShards(writer, targets.Count);
            writer.WriteEndObject();
        });
    }

    private static async Task ClosePointAsync(RestRequest request)
    {
        var id = (await request.RequiredObjectAsync())["id"].Text() ?? throw Refuse.Validation("id is missing");
        var closed = request.Node.Contexts.Close(id);
        await request.Tree(new JsonObject { ["succeeded"] = true, ["num_freed"] = closed ? 1 : 0 }, closed ? 200 : 404);
    }
}

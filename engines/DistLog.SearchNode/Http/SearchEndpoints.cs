using System.Diagnostics;
using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Http;

/// <summary><c>_search</c>, <c>_count</c>, <c>_msearch</c>.</summary>
internal static class SearchEndpoints
{
    /// <summary>Marks a request whose errors are those of a search.</summary>
    public static readonly object InSearch = new();

    /// <summary>The name of the task of a search.</summary>
    public const string SearchAction = "indices:data/read/search";

    public static void Map(RestRoutes routes)
    {
        routes.Map("GET,POST", "/_search", SearchAsync);
        routes.Map("GET,POST", "/{index}/_search", SearchAsync);
        routes.Map("GET,POST", "/_count", CountAsync);
        routes.Map("GET,POST", "/{index}/_count", CountAsync);
    }

    private static async Task SearchAsync(RestRequest request)
    {
        var start = Stopwatch.GetTimestamp();
        SearchParameters.Check(request);
        using var body = await request.JsonAsync();
        var search = SearchRequest.Parse(body?.RootElement);
        UriSearch.Apply(request, search);
        SearchPreparation.Complete(search, request.Node, request.Names());
        var targets = TargetsOf(request, search);
        var now = Instant.FromMillis(request.Node.Time.GetUtcNow().ToUnixTimeMilliseconds());
        if (request.Parameter("scroll") is not null)
        {
            await ScrollEndpoints.BeginAsync(request, search, targets, now, start);
            return;
        }

        var result = await RunAsync(request, () => SearchPipeline.Run(search, targets, now, request.Aborted));
        CheckWhole(request, result);
        var millis = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await request.Json(writer => new HitWriter(writer, search, now).Write(result, millis));
    }

    /// <summary>An answer that lacks something is refused where the request says so.</summary>
    private static void CheckWhole(RestRequest request, SearchResult result)
    {
        if (request.Flag("allow_partial_search_results", unset: true) || (result.Failures.Count == 0 && !result.TimedOut))
        {
            return;
        }

        throw new ElasticsearchException(result.TimedOut ? 504 : 503, "search_phase_execution_exception", "Partial shards failure")
        {
            Cause = result.TimedOut ? new ElasticsearchException(504, "timeout_exception", "Time exceeded") : new ElasticsearchException(503, "corrupt_index_exception", result.Failures.Values.First()),
        };
    }

    private static IReadOnlyList<Cluster.ResolvedIndex> TargetsOf(RestRequest request, SearchRequest search)
    {
        if (search.PointInTime is not { } point)
        {
            return SearchPreparation.Targets(request.Node, request.PathOrNull("index"), request.Names());
        }

        return request.PathOrNull("index") is null
            ? request.Node.Contexts.Get(point.Id, point.KeepAlive).Targets
            : throw Refuse.Validation("[indices] cannot be used with point in time. Do not specify any index with point in time.");
    }

    private static async Task CountAsync(RestRequest request)
    {
        using var body = await request.JsonAsync();
        var scope = new QueryScope();
        var search = new SearchRequest
        {
            Query = UriSearch.Query(request) ?? (body is null ? new MatchAllQuery() : CountBody(body.RootElement, scope)),
            Size = 0,
            TrackTotal = null,
            TerminateAfter = request.Int("terminate_after") ?? 0,
            MinScore = request.Double("min_score"),
        };
        SearchPreparation.ResolveLookups(scope, request.Node);
        var targets = SearchPreparation.Targets(request.Node, request.PathOrNull("index"), request.Names());
        var now = Instant.FromMillis(request.Node.Time.GetUtcNow().ToUnixTimeMilliseconds());
        var result = await RunAsync(request, () => Searcher.Run(search, targets, now, request.Aborted));
        await request.Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("count", result.Total);
            if (search.TerminateAfter > 0)
            {
                writer.WriteBoolean("terminated_early", result.TerminatedEarly);
            }

            HitWriter.WriteShards(writer, targets.Count, failures: result.Failures);
            writer.WriteEndObject();
        });
    }

    /// <summary>A body that may have a query and nothing else.</summary>
    public static Query CountBody(JsonElement body, QueryScope? scope = null)
    {
        Query query = new MatchAllQuery();
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing("request body must be a JSON object"))
        {
            query = property.Name == "query"
                ? QueryParser.ParseOne(property.Value, scope)
                : throw Refuse.Parsing($"request does not support [{property.Name}]");
        }

        return query;
    }

    /// <summary>Runs a search on the threads that all searches share, so that writes always get a turn.</summary>
    public static async Task<T> RunAsync<T>(RestRequest request, Func<T> search)
    {
        var (started, begun) = (request.Node.Metrics.SearchStarted(), Stopwatch.GetTimestamp());
        request.Http.Items[InSearch] = true;
        var what = $"indices[{request.PathOrNull("index")}], search_type[QUERY_THEN_FETCH]";
        using var task = request.BeginTask(SearchAction, what);
        try
        {
            var result = await request.Node.Searches.RunAsync(search, task.Token);
            request.Http.Items.Remove(InSearch);
            request.Node.Metrics.SearchEnded(started);
            return result;
        }
        catch (OperationCanceledException) when (task.IsCancelled)
        {
            throw Refuse.TaskCancelled();
        }
        finally
        {
            request.Node.NoteSearch(what, Stopwatch.GetElapsedTime(begun), request.OpaqueId);
        }
    }
}

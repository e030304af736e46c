using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Http;

/// <summary><c>_explain</c>: whether and how one document matches a query.</summary>
internal static class ExplainEndpoint
{
    public static void Map(RestRoutes routes) => routes.Map("GET,POST", "/{index}/_explain/{id}", HandleAsync);

    private static async Task HandleAsync(RestRequest request)
    {
        using var body = await request.JsonAsync();
        var scope = new QueryScope();
        var query = UriSearch.Query(request) ?? (body is null ? throw Refuse.Validation("query is missing") : SearchEndpoints.CountBody(body.RootElement, scope));
        SearchPreparation.ResolveLookups(scope, request.Node);
        var targets = request.Node.Names.Resolve(request.Path("index"), NameOptions.Default with { AllowNoIndices = false });
        var target = targets is [var only] ? only : throw Refuse.IllegalArgument($"[{request.Path("index")}] has more than one index associated with it, can't execute a single index op");
        var now = Instant.FromMillis(request.Node.Time.GetUtcNow().ToUnixTimeMilliseconds());
        var (hit, explanation) = await SearchEndpoints.RunAsync(request, () => Explain(request, query, target, now));
        await WriteAsync(request, target, hit, explanation);
    }

    private static (Hit? Hit, Explanation? Explanation) Explain(RestRequest request, Query query, ResolvedIndex target, Instant now)
    {
        var found = Searcher.Run(new SearchRequest { Query = new IdsQuery([request.Path("id")]), Size = 1 }, [new ResolvedIndex(target.Index, [])], now, request.Aborted).Hits;
        return found is [var hit]
            ? (hit, BoundQuery.Of(new SearchRequest { Query = query }, target, QueryContext.Of(target, now)).Explain(hit.Block, hit.Row))
            : (null, null);
    }

    private static Task WriteAsync(RestRequest request, ResolvedIndex target, Hit? hit, Explanation? explanation) => request.Json(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("_index", target.Index.Name);
            writer.WriteString("_id", request.Path("id"));
            writer.WriteBoolean("matched", explanation is { IsMatch: true });
            if (explanation is not null)
            {
                writer.WritePropertyName("explanation");
                explanation.Write(writer);
            }

            if (hit is not null && UriSearch.Source(request) is { } filter)
            {
                writer.WriteStartObject("get");
                writer.WriteNumber("_seq_no", hit.Block.SeqNos.Numbers[hit.Row]);
                writer.WriteNumber("_primary_term", Storage.IndexStore.PrimaryTerm);
                writer.WriteBoolean("found", true);
                if (filter.IsEnabled)
                {
                    writer.WritePropertyName("_source");
                    filter.Write(writer, hit.Source);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        },
        hit is null ? 404 : 200);
}

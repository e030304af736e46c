using System.Text.Json;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Http;

/// <summary><c>_validate/query</c>: whether a query would run, and as what.</summary>
internal static class ValidateQueryEndpoint
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("GET,POST", "/_validate/query", HandleAsync);
        routes.Map("GET,POST", "/{index}/_validate/query", HandleAsync);
    }

    private static async Task HandleAsync(RestRequest request)
    {
        var explain = request.Flag("explain");
        using var body = await request.JsonAsync();
        var scope = new QueryScope();
        Query query;
        try
        {
            query = UriSearch.Query(request) ?? (body is null ? new MatchAllQuery() : SearchEndpoints.CountBody(body.RootElement, scope));
            SearchPreparation.ResolveLookups(scope, request.Node);
        }
        catch (ElasticsearchException wrong) when (wrong.Status == 400)
        {
            await request.Json(writer => WriteInvalid(writer, explain ? Describe(wrong) : null));
            return;
        }

        var targets = request.Node.Names.Resolve(request.PathOrNull("index"), request.Names());
        var now = Instant.FromMillis(request.Node.Time.GetUtcNow().ToUnixTimeMilliseconds());
        var verdicts = targets.Select(target => Judge(query, target, now)).ToArray();
        await request.Json(writer => Write(writer, verdicts, explain || request.Flag("rewrite")));
    }

    private static string Describe(ElasticsearchException wrong) => wrong.Type == "parsing_exception" && !wrong.Message.StartsWith("request does not", StringComparison.Ordinal)
        ? $"org.elasticsearch.common.ParsingException[{wrong.Message}]"
        : wrong.Message;

    private static (string Index, string? Explanation, string? Error) Judge(Query query, ResolvedIndex target, Instant now)
    {
        try
        {
            return (target.Index.Name, BoundQuery.Of(new SearchRequest { Query = query }, target, QueryContext.Of(target, now)).ToString(), null);
        }
        catch (ElasticsearchException wrong)
        {
            return (target.Index.Name, null, $"[{target.Index.Name}] {wrong.Message}");
        }
    }

    private static void WriteInvalid(Utf8JsonWriter writer, string? error)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid", false);
        if (error is not null)
        {
            writer.WriteString("error", error);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, (string Index, string? Explanation, string? Error)[] verdicts, bool explain)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("_shards");
        writer.WriteNumber("total", verdicts.Length);
        writer.WriteNumber("successful", verdicts.Length);
        writer.WriteNumber("failed", 0);
        writer.WriteEndObject();
        writer.WriteBoolean("valid", verdicts.All(verdict => verdict.Error is null));
        if (explain)
        {
            writer.WriteStartArray("explanations");
            foreach (var (index, explanation, error) in verdicts)
            {
                writer.WriteStartObject();
                writer.WriteString("index", index);
                writer.WriteBoolean("valid", error is null);
                writer.WriteString(error is null ? "explanation" : "error", explanation ?? error);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}

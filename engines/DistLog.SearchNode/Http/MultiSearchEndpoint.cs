using System.Diagnostics;
using System.Text.Json;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Http;

/// <summary><c>_msearch</c>: several searches in one request, each with an answer of its own.</summary>
internal static class MultiSearchEndpoint
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    public static void Map(RestRoutes routes)
    {
        routes.Map("GET,POST", "/_msearch", HandleAsync);
        routes.Map("GET,POST", "/{index}/_msearch", HandleAsync);
    }

    private static async Task HandleAsync(RestRequest request)
    {
        var start = Stopwatch.GetTimestamp();
        if (request.Int("max_concurrent_searches") < 1)
        {
            throw Refuse.IllegalArgument("maxConcurrentSearchRequests must be positive");
        }

        List<(string? Index, NameOptions Names, SearchRequest Search)> searches;
        using (var body = await request.ReadAsync())
        {
            searches = Parse(request, body.Memory);
        }

        var now = Instant.FromMillis(request.Node.Time.GetUtcNow().ToUnixTimeMilliseconds());
        var answers = new List<(SearchRequest Search, SearchResult? Result, ElasticsearchException? Error, long Millis)>();
        foreach (var (index, names, search) in searches)
        {
            answers.Add(await SearchAsync(request, index, names, search, now));
        }

        var millis = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await request.Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("took", millis);
            writer.WriteStartArray("responses");
            foreach (var (search, result, error, took) in answers)
            {
                if (result is not null)
                {
                    new HitWriter(writer, search, now).Write(result, took, status: 200);
                }
                else
                {
                    ErrorBody.Write(writer, error!);
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static async Task<(SearchRequest, SearchResult?, ElasticsearchException?, long)> SearchAsync(RestRequest request, string? index, NameOptions names, SearchRequest search, Instant now)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            SearchPreparation.Complete(search, request.Node, names);
            var targets = search.PointInTime is { } point ? request.Node.Contexts.Get(point.Id, point.KeepAlive).Targets : SearchPreparation.Targets(request.Node, index, names);
            var result = await SearchEndpoints.RunAsync(request, () => SearchPipeline.Run(search, targets, now, request.Aborted));
            return (search, result, null, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        catch (ElasticsearchException refused)
        {
            request.Http.Items.Remove(SearchEndpoints.InSearch);
            return (search, null, refused, 0);
        }
    }

    private static List<(string?, NameOptions, SearchRequest)> Parse(RestRequest request, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty || body.Span[^1] != (byte)'\n')
        {
            throw Refuse.IllegalArgument(body.IsEmpty ? "request body is required" : "The msearch request must be terminated by a newline [\\n]");
        }

        var searches = new List<(string?, NameOptions, SearchRequest)>();
        while (TryLine(ref body, out var header))
        {
            // An empty header line means the defaults.
            if (!TryLine(ref body, out var line))
            {
                throw Refuse.IllegalArgument("a search is missing after its header line");
            }

            searches.Add(ParseOne(request, header, line));
        }

        return searches.Count == 0 ? throw Refuse.Validation("no requests added") : searches;
    }

    private static (string?, NameOptions, SearchRequest) ParseOne(RestRequest request, ReadOnlyMemory<byte> header, ReadOnlyMemory<byte> line)
    {
        var (index, names) = (request.PathOrNull("index"), request.Names());
        if (!header.IsEmpty)
        {
            using var options = JsonDocument.Parse(header, Options);
            foreach (var property in options.RootElement.EnumerateObject())
            {
                switch (property.Name)
                {
                    case "index" or "indices":
                        index = string.Join(',', property.Value.Strings());
                        break;
                    case "ignore_unavailable":
                        names = names with { IgnoreUnavailable = property.Value.Bool(property.Name) };
                        break;
                    case "allow_no_indices":
                        names = names with { AllowNoIndices = property.Value.Bool(property.Name) };
                        break;
                    case "search_type":
                        SearchParameters.CheckType(property.Value.Text());
                        break;
                    case "expand_wildcards":
                        names = names.WithWildcards(property.Value.Strings().SelectMany(text => text.Split(',')));
                        break;
                    case "preference" or "routing" or "request_cache" or "ccs_minimize_roundtrips" or "allow_partial_search_results" or "project_routing":
                        break;
                    default:
                        throw Refuse.IllegalArgument($"key [{property.Name}] is not supported in the metadata section");
                }
            }
        }

        using var body = JsonDocument.Parse(line, Options);
        var search = SearchRequest.Parse(body.RootElement);
        search.TypedKeys = request.Flag("typed_keys");
        search.TotalAsInt = request.Flag("rest_total_hits_as_int");
        UriSearch.CheckTotal(search);
        return (index, names, search);
    }

    private static bool TryLine(ref ReadOnlyMemory<byte> rest, out ReadOnlyMemory<byte> line)
    {
        var end = rest.Span.IndexOf((byte)'\n');
        line = end < 0 ? default : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return end >= 0;
    }
}

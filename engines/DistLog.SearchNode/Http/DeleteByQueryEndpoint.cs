using System.Diagnostics;
using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Http;

/// <summary><c>_delete_by_query</c>: deletes what a query finds, as far as it is still what was found.</summary>
internal static class DeleteByQueryEndpoint
{
    public static void Map(RestRoutes routes) => routes.Map("POST", "/{index}/_delete_by_query", HandleAsync);

    private static async Task HandleAsync(RestRequest request)
    {
        if (request.Parameter("wait_for_completion") is "false")
        {
            throw Refuse.NotSupported("_delete_by_query with wait_for_completion=false");
        }

        var start = Stopwatch.GetTimestamp();
        using var body = await request.JsonAsync();
        var (query, limit, proceed) = Parse(request, body);
        var targets = request.Node.Names.Resolve(request.Path("index"), request.Names());
        var now = Instant.FromMillis(request.Node.Time.GetUtcNow().ToUnixTimeMilliseconds());
        var outcome = new Outcome();
        var pageSize = Math.Clamp(request.Int("scroll_size") ?? 1000, 1, SearchRequest.Window);
        await SearchEndpoints.RunAsync(request, () => Run(query, targets, now, limit, pageSize, proceed, outcome, request.Aborted));
        await request.Node.Wal.Committed();
        request.Node.Metrics.Written(WriteOutcome.Deleted, outcome.Deleted);
        request.Node.Metrics.Written(WriteOutcome.Conflict, outcome.Conflicts.Count);
        RefreshPolicy.Apply(RefreshPolicy.Of(request), targets.Select(target => target.Index));
        var millis = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await request.Json(writer => Write(writer, outcome, millis), outcome.Conflicts.Count > 0 && !proceed ? 409 : 200);
    }

    private static (Query Query, long Limit, bool Proceed) Parse(RestRequest request, JsonDocument? body)
    {
        Query? query = UriSearch.Query(request);
        var limit = Limit(request.Long("max_docs"), request.Long("size")) ?? long.MaxValue;
        var proceed = Proceeds(request.Parameter("conflicts"));
        foreach (var property in body?.RootElement.EnumerateObject() ?? default)
        {
            switch (property.Name)
            {
                case "query":
                    query = QueryParser.ParseOne(property.Value);
                    break;
                case "max_docs" or "size":
                    limit = Limit(property.Value.Int(property.Name), limit == long.MaxValue ? null : limit)!.Value;
                    break;
                case "conflicts":
                    proceed = Proceeds(property.Value.Text());
                    break;
                default:
                    throw Refuse.NotSupported($"_delete_by_query option {property.Name}");
            }
        }

        return (query ?? throw Refuse.Validation("query is missing"), limit, proceed);
    }

    private static bool Proceeds(string? conflicts) => conflicts switch
    {
        null or "abort" => false,
        "proceed" => true,
        _ => throw Refuse.IllegalArgument($"conflicts may only be \"proceed\" or \"abort\" but was [{conflicts}]"),
    };

    /// <summary>The two names of the same limit must agree.</summary>
    private static long? Limit(long? one, long? other)
    {
        if (one is not null && other is not null && one != other)
        {
            throw Refuse.IllegalArgument($"[max_docs] set to two different values [{other}] and [{one}]");
        }

        return (one ?? other) switch
        {
            < 0 => throw Refuse.IllegalArgument($"[max_docs] parameter cannot be negative, found [{one ?? other}]"),
            0 => throw Refuse.Validation("[max_docs] should be greater than 0"),
            var limit => limit,
        };
    }

    /// <summary>Page by page, so that memory stays flat however much is deleted.</summary>
    private static bool Run(Query query, IReadOnlyList<Cluster.ResolvedIndex> targets, Instant now, long limit, int pageSize, bool proceed, Outcome outcome, CancellationToken cancel)
    {
        var search = new SearchRequest { Query = query, Sort = [SortField.ParseUri(SortField.Document)], Source = Searching.SourceFilter.Nothing };
        Cluster.ResolvedIndex[] frozen = [.. targets.Select(target => target.Frozen())];
        while (outcome.Seen < limit)
        {
            search.Size = (int)Math.Min(pageSize, limit - outcome.Seen);
            var page = Searcher.Run(search, frozen, now, cancel);
            outcome.Total = outcome.Total == 0 ? page.Total : outcome.Total;
            if (page.Hits.Length == 0)
            {
                break;
            }

            outcome.Batches++;
            if (!Delete(page.Hits, proceed, outcome))
            {
                break;
            }

            search.AfterHit = page.Hits[^1];
        }

        outcome.Total = Math.Min(outcome.Total, limit);
        return true;
    }

    private static bool Delete(Hit[] hits, bool proceed, Outcome outcome)
    {
        foreach (var hit in hits)
        {
            outcome.Seen++;
            var condition = new WriteCondition(hit.Block.SeqNos.Numbers[hit.Row], IndexStore.PrimaryTerm, null, VersionType.Internal);
            var result = hit.Target.Index.Store.Write(WriteKind.Delete, hit.Id, default, null, condition);
            if (result.Conflict is null)
            {
                outcome.Deleted++;
                continue;
            }

            outcome.Conflicts.Add((hit.Target.Index.Name, System.Text.Encoding.UTF8.GetString(hit.Id), result.Conflict));
            if (!proceed)
            {
                return false;
            }
        }

        return true;
    }

    private static void Write(Utf8JsonWriter writer, Outcome outcome, long millis)
    {
        writer.WriteStartObject();
        writer.WriteNumber("took", millis);
        writer.WriteBoolean("timed_out", false);
        writer.WriteNumber("total", outcome.Total);
        writer.WriteNumber("deleted", outcome.Deleted);
        writer.WriteNumber("batches", outcome.Batches);
        writer.WriteNumber("version_conflicts", outcome.Conflicts.Count);
        writer.WriteNumber("noops", 0);
        writer.WriteStartObject("retries");
        writer.WriteNumber("bulk", 0);
        writer.WriteNumber("search", 0);
        writer.WriteEndObject();
        writer.WriteNumber("throttled_millis", 0);
        writer.WriteNumber("requests_per_second", -1.0);
        writer.WriteNumber("throttled_until_millis", 0);
        writer.WriteStartArray("failures");
        foreach (var (index, id, why) in outcome.Conflicts.Take(10))
        {
            writer.WriteStartObject();
            writer.WriteString("index", index);
            writer.WriteString("id", id);
            writer.WriteStartObject("cause");
            ErrorBody.WriteWithCause(writer, Refuse.VersionConflict(index, id, why));
            writer.WriteEndObject();
            writer.WriteNumber("status", 409);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>What came of it so far.</summary>
    private sealed class Outcome
    {
        public long Seen { get; set; }

        public long Total { get; set; }

        public long Deleted { get; set; }

        public int Batches { get; set; }

        public List<(string Index, string Id, string Why)> Conflicts { get; } = [];
    }
}

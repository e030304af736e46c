namespace DistLog.Benchmarks.Search;

/// <summary>A kind of query, the bodies that are sent in turn, and the milliseconds that it may take on a million events.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Path">Where it is sent.</param>
/// <param name="GoalMs">For the median; null where none is set.</param>
/// <param name="Bodies">So that an answer kept from before is of no use, one for each time where there are many.</param>
internal sealed record Question(string Name, string Path, double? GoalMs, IReadOnlyList<string> Bodies)
{
    private const string Search = "/logs/_search";
    private const string Count = "/logs/_count";

    private const string Newest = "\"sort\":[{\"@timestamp\":\"desc\"}]";

    public static IReadOnlyList<Question> All(Probes probes, int repeats) =>
    [
        new("id lookup", Search, 3, [.. probes.LogIds.Skip(1).Take(repeats).Select(id => Query("term", "log_id", id))]),
        new("id lookup by _id", Search, 3, [.. probes.LogIds.Skip(1 + repeats).Take(repeats).Select(id => Query("term", "_id", id))]),
        new("trace lookup", Search, null, [.. probes.TraceIds.Skip(1).Take(repeats).Select(id => Query("term", "trace_id", id, "\"size\":100,\"sort\":[\"@timestamp\"]"))]),
        new($"count of a phrase ({probes.Phrase})", Count, 50, [Query("match_phrase", "message", probes.Phrase)]),
        new($"rare word ({probes.RareWord})", Search, null, [Query("match", "message", probes.RareWord)]),
        new($"count of a common word ({probes.CommonWord})", Count, null, [Query("match", "message", probes.CommonWord)]),
        new("newest 20 with a common word", Search, null, [Query("match", "message", probes.CommonWord, "\"size\":20," + Newest)]),
        new("absent word", Search, null, [Query("match", "message", "xylophonically")]),
        new("count by a regexp (re[a-z]+ed)", Count, null, [Query("regexp", "message", "re[a-z]+ed")]),
        new("terms of node_id", Search, 10, [Aggregation("terms", "node_id", "\"size\":50")]),
        new("date_histogram × log_level", Search, 10, ["""{"size":0,"aggs":{"a":{"date_histogram":{"field":"@timestamp","fixed_interval":"30m"},"aggs":{"l":{"terms":{"field":"log_level"}}}}}}"""]),
        new("percentiles of response_time_ms", Search, null, [Aggregation("percentiles", "response_time_ms")]),
        new("cardinality of trace_id", Search, null, [Aggregation("cardinality", "trace_id")]),
        new("newest 50 errors", Search, 10, [Query("term", "log_level", "ERROR", "\"size\":50," + Newest)]),
        new("deep page by search_after", Search, null, [$$"""{"size":100,"sort":[{"@timestamp":"desc"},{"log_id":"asc"}],"search_after":["{{probes.MiddleTime}}",""]}"""]),
    ];

    private static string Query(string kind, string field, string value, string? options = null) =>
        "{" + (options is null ? "" : options + ",") + $"\"query\":{{\"{kind}\":{{\"{field}\":\"{value}\"}}}}}}";

    private static string Aggregation(string kind, string field, string? options = null) =>
        $"{{\"size\":0,\"aggs\":{{\"a\":{{\"{kind}\":{{\"field\":\"{field}\"{(options is null ? "" : "," + options)}}}}}}}}}";
}

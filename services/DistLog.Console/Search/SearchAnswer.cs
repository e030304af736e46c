using System.Text.Json;
using DistLog.Console.Logs;
using DistLog.Console.Overview;
using DistLog.Console.Text;
using DistLog.Contracts;
using DistLog.ServiceDefaults.Elasticsearch;

namespace DistLog.Console.Search;

/// <summary>Reads Elasticsearch's answers. What is missing (an index without documents has no aggregations) counts as none.</summary>
internal static class SearchAnswer
{
    public static SearchResult Read(JsonElement answer, TimeRange range, TimeSpan interval, int pageSize, TimeSpan took)
    {
        var hits = Hits(answer).ToList();
        return new SearchResult(
            [.. hits.Select(hit => LogViewReader.Read(hit.GetProperty("_id").GetString()!, hit.GetProperty("_source"), default))],
            Total(answer),
            ReadHistogram(answer, range, interval),
            Names(answer, "services"),
            Names(answer, "nodes"),
            hits.Count == pageSize && hits[^1].TryGetProperty("sort", out var sort) ? sort.GetRawText() : null,
            took);
    }

    public static Counts ReadCounts(JsonElement answer, TimeRange range, TimeSpan interval)
    {
        var histogram = ReadHistogram(answer, range, interval);
        var levels = new long[Enum.GetValues<Severity>().Length];
        foreach (var (level, count) in histogram.Bars.SelectMany(bar => bar.Levels.Index()))
        {
            levels[level] += count;
        }

        var services = Buckets(answer, "services").Select(bucket => ServiceCounts.Of(Key(bucket), Count(bucket), Levels(bucket)));
        return Counts.Of(Total(answer), levels, [.. services], histogram);
    }

    public static IEnumerable<JsonElement> Hits(JsonElement answer) =>
        answer.TryGetProperty("hits", out var outer) && outer.TryGetProperty("hits", out var hits) ? hits.EnumerateArray() : [];

    /// <summary>Why the store refused: the most precise reason that it gives.</summary>
    public static string? Reason(ElasticsearchResponse response)
    {
        try
        {
            using var answer = response.Json();
            return answer.RootElement.TryGetProperty("error", out var error) ? VisibleText.Of(Reason(error), 1_000) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Reason(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            return error.ToString();
        }

        var precise = error.TryGetProperty("root_cause", out var causes) && causes is { ValueKind: JsonValueKind.Array } && causes.GetArrayLength() > 0
            ? causes[0]
            : error;
        return (precise.TryGetProperty("reason", out var reason) || error.TryGetProperty("reason", out reason)) ? reason.ToString() : null;
    }

    private static long Total(JsonElement answer) =>
        answer.TryGetProperty("hits", out var hits) && hits.TryGetProperty("total", out var total)
            ? total.ValueKind == JsonValueKind.Number ? total.GetInt64() : total.GetProperty("value").GetInt64()
            : 0;

    private static Histogram ReadHistogram(JsonElement answer, TimeRange range, TimeSpan interval)
    {
        var found = new Dictionary<DateTimeOffset, long[]>();
        foreach (var bucket in Buckets(answer, "histogram"))
        {
            found[DateTimeOffset.FromUnixTimeMilliseconds(bucket.GetProperty("key").GetInt64())] = Levels(bucket);
        }

        return Histogram.Create(range.From, range.To, interval, found);
    }

    private static long[] Levels(JsonElement bucket)
    {
        var levels = new long[Enum.GetValues<Severity>().Length];
        if (bucket.TryGetProperty("levels", out var terms))
        {
            foreach (var level in terms.GetProperty("buckets").EnumerateArray())
            {
                var known = Severities.TryParse(Key(level), out var severity);
                levels[(int)(known ? severity : Severity.Info)] += Count(level);
            }
        }

        return levels;
    }

    private static NameCount[] Names(JsonElement answer, string aggregation) =>
        [.. Buckets(answer, aggregation).Select(bucket => new NameCount(Key(bucket), Count(bucket)))];

    private static JsonElement.ArrayEnumerator Buckets(JsonElement answer, string aggregation) =>
        answer.TryGetProperty("aggregations", out var aggregations) && aggregations.TryGetProperty(aggregation, out var found)
            ? found.GetProperty("buckets").EnumerateArray()
            : default;

    private static string Key(JsonElement bucket) => bucket.GetProperty("key").ToString();

    private static long Count(JsonElement bucket) => bucket.GetProperty("doc_count").GetInt64();
}

using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Aggregations;

/// <summary>Pages of composite aggregations.</summary>
public sealed class CompositeTests(AggregationFixture fixture) : IClassFixture<AggregationFixture>
{
    private readonly AggregationData _data = fixture.Data;

    private async Task<List<JsonNode>> AllPagesAsync(string sources, int size, string inside = "{}")
    {
        var buckets = new List<JsonNode>();
        for (var after = ""; ;)
        {
            var page = await _data.AskAsync($$$$"""{"composite":{"size":{{{{size}}}},"sources":{{{{sources}}}}{{{{after}}}}},"aggs":{{{{inside}}}}}""");
            buckets.AddRange(page["buckets"]!.AsArray().Select(bucket => bucket!));
            if (page["after_key"] is not { } key)
            {
                return buckets;
            }

            Assert.Equal(key.ToJsonString(), buckets[^1]["key"]!.ToJsonString());
            after = $",\"after\":{key.ToJsonString()}";
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(7)]
    [InlineData(1)]
    public async Task Pages_hold_every_combination_exactly_once(int size)
    {
        var buckets = await AllPagesAsync("""[{"l":{"terms":{"field":"level"}}},{"n":{"histogram":{"field":"n","interval":25,"order":"desc"}}}]""", size, """{"m":{"max":{"field":"r"}}}""");
        var naive = _data.Live.SelectMany(e => e.Levels.SelectMany(level => e.Numbers.Select(n => Math.Floor(n / 25.0) * 25).Distinct().Select(n => (level, n, e)))).GroupBy(entry => (entry.level, entry.n))
            .OrderBy(group => group.Key.level, StringComparer.Ordinal).ThenByDescending(group => group.Key.n)
            .Select(group => $"{group.Key.level} {group.Key.n} {group.Count()} {group.Max(entry => entry.e.Ratio)}");
        Assert.Equal(naive, buckets.Select(bucket => $"{bucket["key"]!["l"]} {bucket["key"]!["n"]!.GetValue<double>()} {bucket["doc_count"]} {bucket["m"]!["value"]}"));
    }

    [Theory]
    [InlineData("asc", "default", true)]
    [InlineData("asc", "last", false)]
    [InlineData("desc", "default", false)]
    [InlineData("desc", "first", true)]
    public async Task Missing_values_have_a_bucket_where_the_order_wants_it(string order, string missing, bool first)
    {
        var buckets = await AllPagesAsync($$$$"""[{"ok":{"terms":{"field":"ok","missing_bucket":true,"order":"{{{{order}}}}","missing_order":"{{{{missing}}}}"}}},{"ip":{"terms":{"field":"ip"}}}]""", 50);
        var keys = buckets.Select(bucket => bucket["key"]!["ok"]?.GetValue<bool>()).Distinct().ToList();
        bool?[] values = order == "asc" ? [false, true] : [true, false];
        Assert.Equal(first ? [null, .. values] : [.. values, null], keys);
        Assert.Equal(_data.Live.Count(e => e.Address is not null), buckets.Sum(bucket => bucket["doc_count"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Days_of_a_zone_are_paged_by_their_formatted_keys()
    {
        var buckets = await AllPagesAsync("""[{"day":{"date_histogram":{"field":"at","calendar_interval":"day","time_zone":"America/New_York","format":"yyyy-MM-dd"}}}]""", 13);
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        var naive = _data.Live.GroupBy(e => TimeZoneInfo.ConvertTimeFromUtc(e.At, zone).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).OrderBy(group => group.Key, StringComparer.Ordinal);
        Assert.Equal(naive.Select(group => $"{group.Key} {group.Count()}"), buckets.Select(bucket => $"{bucket["key"]!["day"]} {bucket["doc_count"]}"));
    }

    [Theory]
    [InlineData("""{"composite":{"sources":[]}}""", "Composite [sources] cannot be null or empty")]
    [InlineData("""{"composite":{"size":3}}""", "Required [sources]")]
    [InlineData("""{"composite":{"sources":[{"a":{"terms":{"field":"n"}}},{"a":{"terms":{"field":"n"}}}]}}""", "Composite source names must be unique, found duplicates: [a]")]
    [InlineData("""{"composite":{"sources":[{"a":{"terms":{"field":"n"}}}],"after":{"b":1}}}""", "Missing value for [after.a]")]
    [InlineData("""{"composite":{"sources":[{"a":{"terms":{"field":"n"}}}],"after":{"a":1,"b":1}}}""", "[after] has 2 value(s) but [sources] has 1")]
    [InlineData("""{"composite":{"size":100000,"sources":[{"a":{"terms":{"field":"n"}}}]}}""", "Trying to create too many buckets")]
    [InlineData("""{"terms":{"field":"n"},"aggs":{"c":{"composite":{"sources":[{"a":{"terms":{"field":"n"}}}]}}}}""", "[composite] aggregation cannot be used with a parent aggregation of type: [terms]")]
    public async Task What_makes_no_page_is_refused(string aggregation, string reason)
    {
        var (status, body) = await _data.Node.SendAsync("POST", "/events/_search", $$$"""{"size":0,"aggs":{"x":{{{aggregation}}}}}""");
        Assert.Equal(400, status);
        Assert.Contains(reason, body["error"]!["root_cause"]![0]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}

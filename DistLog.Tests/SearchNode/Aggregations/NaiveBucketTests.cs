using System.Globalization;
using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Aggregations;

/// <summary>Bucket aggregations over random documents come to what a plain evaluation of the same documents comes to.</summary>
public sealed class NaiveBucketTests(AggregationFixture fixture) : IClassFixture<AggregationFixture>
{
    private readonly AggregationData _data = fixture.Data;

    private static string Shown(IEnumerable<(string Key, int Count)> buckets) => string.Join(' ', buckets.Select(bucket => $"{bucket.Key}={bucket.Count}"));

    private static string Shown(JsonNode result, string key = "key") =>
        Shown(result["buckets"]!.AsArray().Select(bucket => (bucket![key]!.ToString(), bucket["doc_count"]!.GetValue<int>())));

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    public async Task Terms_come_by_count_and_then_by_key(long? least)
    {
        var naive = _data.Live.Where(e => least is null || e.Numbers.Any(n => n >= least)).SelectMany(e => e.Levels).GroupBy(level => level)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, group.Count()));
        Assert.Equal(Shown(naive), Shown(await _data.AskAsync("""{"terms":{"field":"level"}}""", least)));
    }

    [Fact]
    public async Task Terms_of_numbers_count_a_document_once_for_each()
    {
        var naive = _data.Live.SelectMany(e => e.Numbers).GroupBy(n => n).OrderBy(group => group.Key).Select(group => ($"{group.Key}", group.Count()));
        Assert.Equal(Shown(naive), Shown(await _data.AskAsync("""{"terms":{"field":"n","size":1000,"order":{"_key":"asc"}}}""")));
    }

    [Fact]
    public async Task Terms_without_a_matching_document_come_with_min_doc_count_0()
    {
        var all = _data.Live.SelectMany(e => e.Levels).Distinct().Order(StringComparer.Ordinal);
        var naive = all.Select(level => (level, _data.Live.Count(e => e.Numbers.Any(n => n >= 59) && e.Levels.Contains(level))));
        Assert.Equal(Shown(naive), Shown(await _data.AskAsync("""{"terms":{"field":"level","min_doc_count":0,"order":{"_key":"asc"}}}""", 59)));
    }

    [Fact]
    public async Task Terms_are_ordered_by_what_is_inside()
    {
        var naive = _data.Live.SelectMany(e => e.Levels.Select(level => (level, e))).GroupBy(pair => pair.level)
            .Select(group => (group.Key, Max: group.Where(pair => pair.e.Ok == true).Max(pair => pair.e.Ratio), Count: group.Count()))
            .OrderByDescending(entry => entry.Max).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Count));
        Assert.Equal(Shown(naive), Shown(await _data.AskAsync("""{"terms":{"field":"level","order":[{"good>top.max":"desc"},{"_key":"asc"}]},"aggs":{"good":{"filter":{"term":{"ok":true}},"aggs":{"top":{"stats":{"field":"r"}}}}}}""")));
    }

    [Fact]
    public async Task Partitions_hold_every_term_exactly_once()
    {
        var seen = new List<string>();
        for (var partition = 0; partition < 5; partition++)
        {
            var part = await _data.AskAsync($$$$"""{"terms":{"field":"ip","size":10000,"include":{"partition":{{{{partition}}}},"num_partitions":5}}}""");
            seen.AddRange(part["buckets"]!.AsArray().Select(bucket => bucket!["key"]!.GetValue<string>()));
        }

        Assert.Equal(_data.Live.Where(e => e.Address is not null).Select(e => e.Address!).Distinct().Order(), seen.Order());
    }

    [Fact]
    public async Task Rare_terms_are_those_of_few_documents()
    {
        var naive = _data.Live.Where(e => e.Address is not null).GroupBy(e => e.Address!).Where(group => group.Count() <= 2).Select(group => (group.Key, group.Count())).OrderBy(entry => entry.Key, StringComparer.Ordinal);
        var rare = (await _data.AskAsync("""{"rare_terms":{"field":"ip","max_doc_count":2}}"""))["buckets"]!.AsArray()
            .Select(bucket => (bucket!["key"]!.GetValue<string>(), bucket["doc_count"]!.GetValue<int>())).OrderBy(entry => entry.Item1, StringComparer.Ordinal);
        Assert.Equal(Shown(naive), Shown(rare));
    }

    [Fact]
    public async Task Multi_terms_count_combinations()
    {
        var naive = _data.Live.Where(e => e.Ok is not null).SelectMany(e => e.Levels.Select(level => $"{level}|{(e.Ok!.Value ? "true" : "false")}")).GroupBy(key => key)
            .Select(group => (group.Key, group.Count())).OrderByDescending(entry => entry.Item2).ThenBy(entry => entry.Key, StringComparer.Ordinal);
        Assert.Equal(Shown(naive), Shown(await _data.AskAsync("""{"multi_terms":{"terms":[{"field":"level"},{"field":"ok"}],"size":100,"order":[{"_count":"desc"},{"_key":"asc"}]}}"""), "key_as_string"));
    }

    [Fact]
    public async Task Histogram_with_an_offset_fills_its_gaps_out_to_the_bounds()
    {
        static double Floor(double number) => (Math.Floor((number - 3) / 7) * 7) + 3;
        var found = _data.Live.SelectMany(e => e.Numbers.Select(n => Floor(n)).Distinct()).ToLookup(key => key);
        var keys = Enumerable.Range(0, 27).Select(place => Floor(-80) + (place * 7)).Where(key => key <= Floor(100));
        var naive = keys.Select(key => (key.ToString("F1", CultureInfo.InvariantCulture), found[key].Count()));
        Assert.Equal(Shown(naive), Shown(await _data.AskAsync("""{"histogram":{"field":"n","interval":7,"offset":3,"extended_bounds":{"min":-80,"max":100}}}""")));
    }

    [Theory]
    [InlineData("month", 1)]
    [InlineData("quarter", 3)]
    [InlineData("year", 12)]
    public async Task Date_histogram_follows_the_clock_of_a_zone(string unit, int months)
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        string StartOf(DateTime moment)
        {
            var local = TimeZoneInfo.ConvertTimeFromUtc(moment, berlin);
            var start = new DateTime(local.Year, ((local.Month - 1) / months * months) + 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
            return new DateTimeOffset(start, berlin.GetUtcOffset(start)).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        }

        var naive = _data.Live.GroupBy(e => StartOf(e.At)).Select(group => (group.Key, group.Count())).OrderBy(entry => entry.Key, StringComparer.Ordinal);
        Assert.Equal(Shown(naive), Shown(await _data.AskAsync($$$$"""{"date_histogram":{"field":"at","calendar_interval":"{{{{unit}}}}","time_zone":"Europe/Berlin"}}""")));
    }

    [Fact]
    public async Task Auto_date_histogram_makes_few_enough_buckets_of_one_width()
    {
        var result = await _data.AskAsync("""{"auto_date_histogram":{"field":"at","buckets":12},"aggs":{"low":{"min":{"field":"at"}},"high":{"max":{"field":"at"}}}}""");
        var buckets = result["buckets"]!.AsArray();
        Assert.Equal("1M", result["interval"]!.GetValue<string>());
        Assert.InRange(buckets.Count, 6, 12);
        Assert.Equal(_data.Live.Count, buckets.Sum(bucket => bucket!["doc_count"]!.GetValue<int>()));
        for (var i = 0; i < buckets.Count; i++)
        {
            Assert.True(buckets[i]!["low"]!["value"]!.GetValue<double>() >= buckets[i]!["key"]!.GetValue<long>());
            Assert.True(i == buckets.Count - 1 || buckets[i]!["high"]!["value"]!.GetValue<double>() < buckets[i + 1]!["key"]!.GetValue<long>());
        }
    }

    [Fact]
    public async Task Ranges_of_numbers_and_addresses_overlap_freely()
    {
        int In(long from, long to) => _data.Live.Count(e => e.Numbers.Any(n => n >= from && n < to));
        var numbers = await _data.AskAsync("""{"range":{"field":"n","ranges":[{"from":-10,"to":10},{"to":0},{"from":0}]}}""");
        Assert.Equal($"*-0.0={In(long.MinValue, 0)} -10.0-10.0={In(-10, 10)} 0.0-*={In(0, long.MaxValue)}", Shown(numbers));
        var addresses = await _data.AskAsync("""{"ip_range":{"field":"ip","ranges":[{"mask":"10.0.2.0/23"},{"to":"10.0.1.0"}]}}""");
        int Net(Func<int, bool> third) => _data.Live.Count(e => e.Address is not null && third(int.Parse(e.Address.Split('.')[2], CultureInfo.InvariantCulture)));
        Assert.Equal($"*-10.0.1.0={Net(third => third < 1)} 10.0.2.0/23={Net(third => third >= 2)}", Shown(addresses));
    }

    [Fact]
    public async Task Global_missing_and_adjacency_count_what_they_should()
    {
        Assert.Equal(_data.Live.Count, (await _data.AskAsync("""{"global":{}}""", 30))["doc_count"]!.GetValue<int>());
        Assert.Equal(_data.Live.Count(e => e.Numbers.Any(n => n >= 30) && e.Ratio is null), (await _data.AskAsync("""{"missing":{"field":"r"}}""", 30))["doc_count"]!.GetValue<int>());
        int Both(params Func<Event, bool>[] tests) => _data.Live.Count(e => tests.All(test => test(e)));
        bool Good(Event e) => e.Ok == true;
        bool Info(Event e) => e.Levels.Contains("INFO");
        var matrix = await _data.AskAsync("""{"adjacency_matrix":{"filters":{"good":{"term":{"ok":true}},"info":{"term":{"level":"INFO"}}}}}""");
        Assert.Equal($"good={Both(Good)} good&info={Both(Good, Info)} info={Both(Info)}", Shown(matrix));
    }

    [Fact]
    public async Task Significant_terms_are_scored_by_how_much_more_frequent_they_are()
    {
        var inside = _data.Live.Where(e => e.Levels.Contains("FATAL")).ToList();
        var scores = inside.SelectMany(e => e.Numbers).GroupBy(n => n).Where(group => group.Count() >= 2).Select(group =>
        {
            var (part, all) = ((double)group.Count() / inside.Count, (double)_data.Live.Count(e => e.Numbers.Contains(group.Key)) / _data.Live.Count);
            return (group.Key, Score: part <= all ? 0 : (part - all) * (part / all));
        }).Where(entry => entry.Score > 0).OrderByDescending(entry => entry.Score).Take(3).ToList();
        var result = await _data.AskAsync("""{"filter":{"term":{"level":"FATAL"}},"aggs":{"s":{"significant_terms":{"field":"n","size":3,"min_doc_count":2}}}}""");
        Assert.Equal(inside.Count, result["s"]!["doc_count"]!.GetValue<int>());
        Assert.Equal(_data.Live.Count, result["s"]!["bg_count"]!.GetValue<int>());
        var given = result["s"]!["buckets"]!.AsArray().Select(bucket => bucket!["score"]!.GetValue<double>()).ToList();
        Assert.Equal(scores.Select(entry => Math.Round(entry.Score, 9)), given.Select(score => Math.Round(score, 9)));
    }

    [Fact]
    public async Task A_sample_is_of_the_documents_with_the_best_scores()
    {
        var answer = await _data.Node.DoAsync("POST", "/events/_search", """{"size":30,"query":{"bool":{"should":[{"term":{"level":"FATAL"}},{"term":{"ok":true}}]}},"aggs":{"x":{"sampler":{"shard_size":30},"aggs":{"at":{"terms":{"field":"at","size":100}}}}}}""");
        var best = answer["hits"]!["hits"]!.AsArray().Select(hit => hit!["_source"]!["at"]!.GetValue<string>()).Order();
        var sample = answer["aggregations"]!["x"]!;
        Assert.Equal(30, sample["doc_count"]!.GetValue<int>());
        Assert.Equal(best, sample["at"]!["buckets"]!.AsArray().SelectMany(bucket => Enumerable.Repeat(bucket!["key_as_string"]!.GetValue<string>().Replace(".000Z", "Z", StringComparison.Ordinal), bucket["doc_count"]!.GetValue<int>())).Order());
    }
}

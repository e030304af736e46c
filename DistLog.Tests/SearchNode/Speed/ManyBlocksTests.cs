using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Event = DistLog.Tests.SearchNode.Speed.ManyBlocks.Event;

namespace DistLog.Tests.SearchNode.Speed;

/// <summary>Whatever shortcuts a search takes over many blocks, it finds what a look at each document finds.</summary>
public sealed class ManyBlocksTests : IAsyncLifetime
{
    private static readonly (string Query, Func<Event, bool> Matches)[] Questions =
    [
        ("""{"match_all":{}}""", _ => true),
        ("""{"match":{"message":"driver"}}""", has => has.Words.Contains("driver")),
        ("""{"match":{"message":"DIGITS"}}""", has => has.Words.Contains("digits")),
        ("""{"match":{"message":"größe7"}}""", has => has.Words.Contains("größe7")),
        ("""{"match":{"message":"blk_12345"}}""", has => has.Words.Contains("blk_12345")),
        ("""{"match":{"message":"17"}}""", has => has.Words.Contains("17")),
        ("""{"match":{"message":"17ms"}}""", has => has.Words.Contains("17ms")),
        ("""{"match":{"message":"10.250.3.17"}}""", has => has.Words.Contains("10.250.3.17")),
        ("""{"match":{"message":"xyzzy"}}""", _ => false),
        ("""{"match":{"message":{"query":"root 3","operator":"and"}}}""", has => has.Words.Contains("root") && has.Words.Contains("3")),
        ("""{"match_phrase":{"message":"bytes sent to driver"}}""", has => Follow(has, "bytes", "sent", "to", "driver")),
        ("""{"match_phrase":{"message":"in stage 4"}}""", has => Follow(has, "in", "stage", "4")),
        ("""{"match_phrase":{"message":"task 7 in"}}""", has => Follow(has, "task", "7", "in")),
        ("""{"match_phrase":{"message":"stage task"}}""", _ => false),
        ("""{"match_phrase_prefix":{"message":"opened sess"}}""", has => has.Words.Contains("opened")),
        ("""{"match_phrase_prefix":{"message":"uid 2"}}""", has => Follow(has, "uid", "2")),
        ("""{"prefix":{"message":"authen"}}""", has => has.Words.Any(word => word.StartsWith("authen", StringComparison.Ordinal))),
        ("""{"prefix":{"message":"blk_55"}}""", has => has.Words.Any(word => word.StartsWith("blk_55", StringComparison.Ordinal))),
        ("""{"wildcard":{"message":"*ail*"}}""", has => has.Words.Any(word => word.Contains("ail", StringComparison.Ordinal))),
        ("""{"wildcard":{"message":"x?5*y"}}""", has => has.Words.Any(word => Regex.IsMatch(word, "^x.5.*y$"))),
        ("""{"regexp":{"message":"x[0-4]+y"}}""", has => has.Words.Any(word => Regex.IsMatch(word, "^x[0-4]+y$"))),
        ("""{"wildcard":{"message":"w???q"}}""", has => has.Words.Any(word => Regex.IsMatch(word, "^w...q$"))),
        ("""{"regexp":{"message":"w....q"}}""", has => has.Words.Any(word => Regex.IsMatch(word, "^w....q$"))),
        ("""{"wildcard":{"message":"w*q"}}""", has => has.Words.Contains("packets")),
        ("""{"match":{"message":"packets"}}""", has => has.Words.Contains("packets")),
        ("""{"match":{"message":"77"}}""", has => has.Words.Contains("77")),
        ("""{"match_phrase":{"message":"sent 5"}}""", has => Follow(has, "sent", "5")),
        ("""{"match_phrase":{"message":"sent 12 of"}}""", has => Follow(has, "sent", "12", "of")),
        ("""{"prefix":{"message":"w77"}}""", has => has.Words.Any(word => word.StartsWith("w77", StringComparison.Ordinal))),
        ("""{"regexp":{"message":"auth.*tion"}}""", has => has.Words.Contains("authentication")),
        ("""{"term":{"level":"ERROR"}}""", has => has.Level == "ERROR"),
        ("""{"terms":{"level":["WARN","ERROR","NONE"]}}""", has => has.Level is "WARN" or "ERROR"),
        ("""{"term":{"labels.zone":"z2"}}""", has => has.N % 7 == 2),
        ("""{"terms":{"labels.other":["z1","nothing"]}}""", has => has.N % 3 == 1),
        ("""{"term":{"labels":"z2"}}""", has => has.N % 7 == 2 || has.N % 3 == 2),
        ("""{"exists":{"field":"trace"}}""", has => has.Trace is not null),
        ("""{"wildcard":{"trace":"*abc*"}}""", has => has.Trace?.Contains("abc", StringComparison.Ordinal) ?? false),
        ("""{"range":{"n":{"gte":10,"lt":20}}}""", has => has.N is >= 10 and < 20),
        ("""{"range":{"at":{"gte":1790005000000,"lt":1790015000000}}}""", has => has.At is >= 1_790_005_000_000 and < 1_790_015_000_000),
        ("""{"bool":{"filter":[{"term":{"level":"ERROR"}},{"match":{"message":"root"}}],"must_not":{"range":{"n":{"lt":500}}}}}""", has => has.Level == "ERROR" && has.Words.Contains("root") && has.N >= 500),
        ("""{"bool":{"should":[{"match":{"message":"blk_33333"}},{"range":{"n":{"gte":995}}},{"term":{"level":"WARN"}}],"minimum_should_match":2}}""", has => new[] { has.Words.Contains("blk_33333"), has.N >= 995, has.Level == "WARN" }.Count(one => one) >= 2),
        ("""{"bool":{"must":[{"match_phrase":{"message":"session 12 für"}}],"filter":{"range":{"at":{"gte":1790020000000}}}}}""", has => Follow(has, "session", "12", "für") && has.At >= 1_790_020_000_000),
    ];

    private const string Aggregations = """
        "aggs":{
          "l":{"terms":{"field":"level"},"aggs":{"h":{"date_histogram":{"field":"at","fixed_interval":"1h","min_doc_count":1}}}},
          "h":{"date_histogram":{"field":"at","fixed_interval":"10m","min_doc_count":1},"aggs":{"l":{"terms":{"field":"level"}}}}}
        """;

    private ManyBlocks _all = null!;

    public async Task InitializeAsync() => _all = await ManyBlocks.StartAsync();

    public async Task DisposeAsync() => await _all.DisposeAsync();

    [Fact]
    public async Task Queries_find_the_same_documents_also_side_by_side()
    {
        await Parallel.ForEachAsync(Questions.Concat(Questions), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (question, _) => await CheckAsync(question.Query, question.Matches));
        await _all.Node.DoAsync("POST", "/m/_flush");
        await _all.Node.DoAsync("POST", "/m/_forcemerge");
        await Parallel.ForEachAsync(Questions, async (question, _) => await CheckAsync(question.Query, question.Matches));
    }

    [Fact]
    public async Task A_trace_is_found_by_its_id()
    {
        foreach (var (id, made) in _all.Live.Where(pair => pair.Value.Trace is not null).Take(30))
        {
            var hits = (await SearchAsync($$$$"""{"query":{"term":{"trace":"{{{{made.Trace}}}}"}}}"""))["hits"]!["hits"]!.AsArray();
            Assert.Equal(id, Assert.Single(hits)!["_id"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Documents_are_found_by_their_ids()
    {
        var wanted = _all.Live.Keys.Where((_, place) => place % 700 == 0).ToArray();
        var gone = Enumerable.Range(0, ManyBlocks.Events).Select(id => $"{id}").Where(id => !_all.Live.ContainsKey(id)).Take(20);
        var ids = new JsonArray([.. wanted.Concat(gone).Append("nothing").Select(id => (JsonNode)id)]).ToJsonString();
        foreach (var query in new[] { $$$"""{"ids":{"values":{{{ids}}}}}""", $$$"""{"terms":{"_id":{{{ids}}}}}""" })
        {
            Assert.Equal(wanted.Order(StringComparer.Ordinal), IdsOf(await SearchAsync($$$"""{"size":1000,"query":{{{query}}}}""")).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("""[{"at":"desc"},{"n":"asc"}]""", true)]
    [InlineData("""[{"at":"asc"},{"n":"desc"}]""", false)]
    public async Task Pages_follow_one_another_through_all_documents(string sort, bool descending)
    {
        var expected = _all.Live.Values.Where(has => has.Level == "ERROR").Select(has => (has.At, has.N));
        var ordered = (descending ? expected.OrderByDescending(keys => keys.At).ThenBy(keys => keys.N) : expected.OrderBy(keys => keys.At).ThenByDescending(keys => keys.N)).ToArray();
        var found = new List<(long, int)>();
        JsonNode? after = null;
        while (true)
        {
            var page = await SearchAsync($$$"""{"size":700,"sort":{{{sort}}},"query":{"term":{"level":"ERROR"}}{{{(after is null ? "" : $",\"search_after\":{after.ToJsonString()}")}}}}""");
            var hits = page["hits"]!["hits"]!.AsArray();
            if (hits.Count == 0)
            {
                break;
            }

            found.AddRange(hits.Select(hit => (hit!["sort"]![0]!.GetValue<long>(), hit["sort"]![1]!.GetValue<int>())));
            after = hits[^1]!["sort"];
        }

        Assert.Equal(ordered.Distinct(), found);
    }

    [Fact]
    public async Task The_newest_come_first_however_the_total_is_counted()
    {
        var newest = _all.Live.Values.Where(has => has.Level == "WARN").Select(has => has.At).OrderDescending().Take(50).ToArray();
        var total = _all.Live.Values.Count(has => has.Level == "WARN");
        foreach (var (track, shown) in new[] { ("true", total), ("false", -1), ("100", 100), ("10000", Math.Min(total, 10_000)) })
        {
            var answer = await SearchAsync($$$$"""{"size":50,"sort":[{"at":"desc"}],"track_total_hits":{{{{track}}}},"query":{"term":{"level":"WARN"}}}""");
            Assert.Equal(newest, answer["hits"]!["hits"]!.AsArray().Select(hit => hit!["sort"]![0]!.GetValue<long>()));
            Assert.Equal(shown, answer["hits"]!["total"]?["value"]!.GetValue<int>() ?? -1);
        }
    }

    [Fact]
    public async Task Buckets_count_what_is_there()
    {
        foreach (var (query, matches) in Questions)
        {
            var answer = await SearchAsync("{\"size\":0,\"query\":" + query + "," + Aggregations + "}");
            var found = _all.Live.Values.Where(matches).ToArray();
            Assert.Equal(Counts(found.Where(has => has.Level is not null), has => has.Level!), Buckets(answer["aggregations"]!["l"]!));
            Assert.Equal(Counts(found, has => $"{has.At / 600_000 * 600_000}"), Buckets(answer["aggregations"]!["h"]!));
            foreach (var bucket in answer["aggregations"]!["l"]!["buckets"]!.AsArray())
            {
                Assert.Equal(Counts(found.Where(has => has.Level == bucket!["key"]!.GetValue<string>()), has => $"{has.At / 3_600_000 * 3_600_000}"), Buckets(bucket!["h"]!));
            }

            foreach (var bucket in answer["aggregations"]!["h"]!["buckets"]!.AsArray())
            {
                var inside = found.Where(has => has.Level is not null && has.At / 600_000 * 600_000 == bucket!["key"]!.GetValue<long>());
                Assert.Equal(Counts(inside, has => has.Level!), Buckets(bucket!["l"]!));
            }
        }
    }

    [Fact]
    public async Task A_search_ends_early_where_it_is_told_to()
    {
        var answer = await SearchAsync("""{"terminate_after":10,"track_total_hits":true,"query":{"match_all":{}}}""");
        Assert.True(answer["terminated_early"]!.GetValue<bool>());
        Assert.Equal(10, answer["hits"]!["total"]!["value"]!.GetValue<int>());
        Assert.False((await SearchAsync("""{"terminate_after":100000,"query":{"match_all":{}}}"""))["terminated_early"]!.GetValue<bool>());
    }

    private async Task CheckAsync(string query, Func<Event, bool> matches)
    {
        var expected = _all.Live.Where(pair => matches(pair.Value)).Select(pair => pair.Key).Order(StringComparer.Ordinal).ToArray();
        var answer = await SearchAsync($$$"""{"size":10000,"_source":false,"track_total_hits":true,"sort":[{"at":"desc"}],"query":{{{query}}}}""");
        Assert.Equal(expected.Length, answer["hits"]!["total"]!["value"]!.GetValue<int>());
        var found = IdsOf(answer).ToHashSet();
        Assert.True(expected.Length > 10_000 ? found.IsSubsetOf(expected) && found.Count == 10_000 : found.SetEquals(expected), query);
        Assert.Equal(expected.Length, (await _all.Node.DoAsync("POST", "/m/_count", $$$"""{"query":{{{query}}}}"""))["count"]!.GetValue<int>());
    }

    private Task<JsonNode> SearchAsync(string body) => _all.Node.DoAsync("POST", "/m/_search", body);

    private static IEnumerable<string> IdsOf(JsonNode answer) => answer["hits"]!["hits"]!.AsArray().Select(hit => hit!["_id"]!.GetValue<string>());

    private static bool Follow(Event has, params string[] words) =>
        Enumerable.Range(0, Math.Max(0, has.Words.Length - words.Length + 1)).Any(start => has.Words.AsSpan(start, words.Length).SequenceEqual(words));

    private static Dictionary<string, int> Counts(IEnumerable<Event> events, Func<Event, string> key) => events.GroupBy(key).ToDictionary(group => group.Key, group => group.Count());

    private static Dictionary<string, int> Buckets(JsonNode aggregation) =>
        aggregation["buckets"]!.AsArray().ToDictionary(bucket => bucket!["key"]!.ToString(), bucket => bucket!["doc_count"]!.GetValue<int>());
}

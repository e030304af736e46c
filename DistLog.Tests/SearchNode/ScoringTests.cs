using DistLog.SearchNode.Scoring;

namespace DistLog.Tests.SearchNode;

/// <summary>Scores against BM25 as it is defined, computed here in double precision.</summary>
public sealed class ScoringTests : IAsyncLifetime
{
    private static readonly string[] Texts =
    [
        "connection refused by host alpha",
        "connection accepted",
        "refused refused refused again and again by the same host that refused before",
        "nothing to see",
    ];

    private static readonly string[] Levels = ["ERROR", "INFO", "ERROR", "DEBUG"];

    private TestNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync();
        await _node.DoAsync("PUT", "/logs", """{"mappings":{"properties":{"message":{"type":"text"},"title":{"type":"text"},"level":{"type":"keyword"},"only":{"type":"match_only_text"},"n":{"type":"long"},"ok":{"type":"boolean"}}}}""");
        await _node.FillAsync("logs", [.. Texts.Select((text, i) => $$"""{"message":"{{text}}","only":"{{text}}","title":"{{(i == 1 ? "refused" : "other words")}}","level":"{{Levels[i]}}","n":{{i}},"ok":{{(i == 0 ? "true" : "false")}}}""")]);
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    private static double Idf(double documents, double frequency) => Math.Log(1 + ((documents - frequency + 0.5) / (frequency + 0.5)));

    private static double Tf(double occurrences, double length, double average) => occurrences / (occurrences + (1.2 * (1 - 0.75 + (0.75 * length / average))));

    private static double Word(string word, int document)
    {
        var all = Texts.Select(text => text.Split(' ')).ToArray();
        return Idf(all.Length, all.Count(words => words.Contains(word))) * Tf(all[document].Count(other => other == word), all[document].Length, all.Average(words => words.Length));
    }

    private async Task<Dictionary<string, double>> ScoresAsync(string query, string rest = "")
    {
        var answer = await _node.DoAsync("POST", "/logs/_search", $$"""{"query":{{query}}{{rest}}}""");
        return answer["hits"]!["hits"]!.AsArray().ToDictionary(hit => hit!["_id"]!.GetValue<string>(), hit => hit!["_score"]!.GetValue<double>());
    }

    private static void Near(double expected, double actual) => Assert.InRange(actual, expected - (expected * 2e-6), expected + (expected * 2e-6));

    [Fact]
    public async Task A_word_scores_by_how_rare_it_is_and_how_long_the_text_is()
    {
        var scores = await ScoresAsync("""{"match":{"message":"refused"}}""");
        Assert.Equal(["2", "0"], scores.Keys);
        Near(Word("refused", 0), scores["0"]);
        Near(Word("refused", 2), scores["2"]);
    }

    [Fact]
    public async Task Scores_are_the_same_after_a_flush_and_the_words_of_a_query_add_up()
    {
        await _node.DoAsync("POST", "/logs/_flush");
        var scores = await ScoresAsync("""{"match":{"message":"connection refused"}}""");
        Near(Word("connection", 0) + Word("refused", 0), scores["0"]);
        Near(Word("connection", 1), scores["1"]);
        Near(Word("refused", 2), scores["2"]);
    }

    [Fact]
    public async Task A_phrase_weighs_what_its_words_weigh_together()
    {
        var scores = await ScoresAsync("""{"match_phrase":{"message":"connection refused"}}""");
        Near((Idf(4, 2) + Idf(4, 2)) * Tf(1, 5, 23 / 4.0), Assert.Single(scores).Value);
    }

    [Fact]
    public async Task Words_of_a_phrase_that_lie_apart_count_less()
    {
        var scores = await ScoresAsync("""{"match_phrase":{"message":{"query":"connection by","slop":1}}}""");
        Near((Idf(4, 2) + Idf(4, 2)) * Tf(0.5, 5, 23 / 4.0), Assert.Single(scores).Value);
    }

    [Fact]
    public async Task A_keyword_has_no_length()
    {
        var scores = await ScoresAsync("""{"term":{"level":"ERROR"}}""");
        Near(Idf(4, 2) * (1 / 2.2), scores["0"]);
        Near(scores["0"], scores["2"]);
    }

    [Theory]
    [InlineData("""{"term":{"n":1}}""", 1)]
    [InlineData("""{"terms":{"level":["INFO","DEBUG"]}}""", 1)]
    [InlineData("""{"range":{"n":{"gte":3}}}""", 1)]
    [InlineData("""{"prefix":{"message":"conn"}}""", 1)]
    [InlineData("""{"match":{"only":"connection"}}""", 1)]
    [InlineData("""{"exists":{"field":"level"}}""", 1)]
    [InlineData("""{"match_all":{"boost":2.5}}""", 2.5)]
    [InlineData("""{"constant_score":{"filter":{"match":{"message":"refused"}},"boost":3}}""", 3)]
    [InlineData("""{"bool":{"filter":{"match":{"message":"refused"}}}}""", 0)]
    [InlineData("""{"bool":{"must_not":{"match":{"message":"refused"}}}}""", 0)]
    [InlineData("""{"bool":{}}""", 1)]
    [InlineData("""{"function_score":{"query":{"match_all":{}},"functions":[{"weight":2},{"filter":{"match_all":{}},"weight":3}],"score_mode":"sum"}}""", 5)]
    [InlineData("""{"boosting":{"positive":{"match_all":{"boost":4}},"negative":{"match_all":{}},"negative_boost":0.5}}""", 2)]
    public async Task What_only_filters_scores_the_same_for_all(string query, double score)
    {
        var scores = await ScoresAsync(query);
        Assert.NotEmpty(scores);
        Assert.All(scores.Values, actual => Assert.Equal(score, actual));
    }

    [Fact]
    public async Task The_best_field_counts_and_the_others_by_the_tie_breaker()
    {
        var title = Idf(4, 1) * Tf(1, 1, 7 / 4.0);
        var best = await ScoresAsync("""{"multi_match":{"query":"refused accepted","fields":["message","title^3"]}}""");
        Near(title * 3, best["1"]);
        var tied = await ScoresAsync("""{"multi_match":{"query":"refused accepted","fields":["message","title^3"],"tie_breaker":0.4}}""");
        Near((title * 3) + (0.4 * Word("accepted", 1)), tied["1"]);
        var most = await ScoresAsync("""{"multi_match":{"query":"refused accepted","fields":["message","title"],"type":"most_fields"}}""");
        Near(title + Word("accepted", 1), most["1"]);
    }

    [Fact]
    public async Task Over_fields_together_a_word_is_as_common_as_where_it_is_most_common()
    {
        var scores = await ScoresAsync("""{"multi_match":{"query":"refused","fields":["message","title"],"type":"cross_fields"}}""");
        Near(Idf(4, 2) * Tf(1, 1, 7 / 4.0), scores["1"]);
    }

    [Fact]
    public async Task A_field_can_raise_scores()
    {
        var scores = await ScoresAsync("""{"function_score":{"query":{"match_all":{}},"field_value_factor":{"field":"n","factor":2,"modifier":"ln1p"},"boost_mode":"replace"}}""");
        Near(Math.Log(7), scores["3"]);
        Near(Math.Log(3), scores["1"]);
    }

    [Fact]
    public async Task A_date_scores_by_how_near_it_is()
    {
        await _node.FillAsync("dates", """{"at":"2026-11-20"}""", """{"at":"2026-11-22"}""", """{"n":1}""");
        var answer = await _node.DoAsync("POST", "/dates/_search", """{"query":{"distance_feature":{"field":"at","origin":"2026-11-20","pivot":"1d","boost":3}}}""");
        Assert.Equal([3, 1], answer["hits"]!["hits"]!.AsArray().Select(hit => hit!["_score"]!.GetValue<double>()));
    }

    [Fact]
    public async Task A_word_spelt_almost_so_counts_by_how_near_it_is()
    {
        var scores = await ScoresAsync("""{"fuzzy":{"message":{"value":"refuzed"}}}""");
        Near(Word("refused", 0) * (1 - (1 / 7.0)), scores["0"]);
    }

    [Fact]
    public async Task Explanations_have_the_value_of_the_score()
    {
        var answer = await _node.DoAsync("POST", "/logs/_search", """{"explain":true,"query":{"bool":{"must":[{"match":{"message":"refused host"}}],"should":[{"term":{"level":"ERROR"}}]}}}""");
        foreach (var hit in answer["hits"]!["hits"]!.AsArray())
        {
            Assert.Equal(hit!["_score"]!.GetValue<double>(), hit["_explanation"]!["value"]!.GetValue<double>(), 5);
            Assert.NotEmpty(hit["_explanation"]!["details"]!.AsArray());
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(24, 24)]
    [InlineData(39, 39)]
    [InlineData(40, 40)]
    [InlineData(41, 40)]
    [InlineData(100, 96)]
    [InlineData(1000, 984)]
    public void Lengths_lose_what_Lucene_loses(int length, int kept) => Assert.Equal(kept, FieldLength.Decode(FieldLength.Encode(length)));
}

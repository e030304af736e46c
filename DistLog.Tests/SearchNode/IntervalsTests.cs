namespace DistLog.Tests.SearchNode;

public sealed class IntervalsTests : IAsyncLifetime
{
    private TestNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync();
        await _node.DoAsync("PUT", "/t", """{"mappings":{"properties":{"text":{"type":"text"},"k":{"type":"keyword"}}}}""");
        await _node.FillAsync(
            "t",
            """{"text":"a b c d e"}""",
            """{"text":"e d c b a"}""",
            """{"text":"a x y b a b"}""",
            """{"text":"b b b c"}""");
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("""{"match":{"query":"a b"}}""", "0,1,2")]
    [InlineData("""{"match":{"query":"a b","ordered":true}}""", "0,2")]
    [InlineData("""{"match":{"query":"b a","ordered":true,"max_gaps":0}}""", "1,2")]
    [InlineData("""{"match":{"query":"a e","max_gaps":2}}""", "")]
    [InlineData("""{"match":{"query":"a e","max_gaps":3}}""", "0,1")]
    [InlineData("""{"all_of":{"ordered":true,"intervals":[{"match":{"query":"a"}},{"any_of":{"intervals":[{"match":{"query":"c"}},{"prefix":{"prefix":"y"}}]}}]}}""", "0,2")]
    [InlineData("""{"match":{"query":"a e","filter":{"containing":{"match":{"query":"c"}}}}}""", "0,1")]
    [InlineData("""{"match":{"query":"a b","filter":{"not_containing":{"match":{"query":"x"}}}}}""", "0,1,2")]
    [InlineData("""{"match":{"query":"c","filter":{"before":{"match":{"query":"a"}}}}}""", "1")]
    [InlineData("""{"match":{"query":"c","filter":{"after":{"match":{"query":"a"}}}}}""", "0")]
    [InlineData("""{"wildcard":{"pattern":"?"}}""", "0,1,2,3")]
    [InlineData("""{"regexp":{"pattern":"x|zz"}}""", "2")]
    [InlineData("""{"fuzzy":{"term":"xx","fuzziness":1}}""", "2")]
    public async Task A_rule_finds_stretches_of_text(string rule, string ids) => Assert.Equal(ids, await _node.IdsAsync("t", $$"""{"intervals":{"text":{{rule}} } }"""));

    [Fact]
    public async Task Narrow_stretches_score_more()
    {
        var answer = await _node.DoAsync("POST", "/t/_search", """{"query":{"intervals":{"text":{"match":{"query":"a b"}}}}}""");
        var scores = answer["hits"]!["hits"]!.AsArray().ToDictionary(hit => hit!["_id"]!.GetValue<string>(), hit => hit!["_score"]!.GetValue<double>());
        Assert.Equal(0.5, scores["0"], 5);
        Assert.True(scores["2"] > scores["0"]);
    }

    [Theory]
    [InlineData("""{"text":{"nosuch":{}}}""")]
    [InlineData("""{"text":{"match":{}}}""")]
    [InlineData("""{"text":{"match":{"query":"a","filter":{"nearby":{"match":{"query":"b"}}}}}}""")]
    [InlineData("""{"text":{"match":{"query":"a","use_field":"k"}}}""")]
    [InlineData("""{"k":{"match":{"query":"a"}}}""")]
    public async Task What_is_no_rule_is_refused(string query) =>
        Assert.Equal(400, (await _node.SendAsync("POST", "/t/_search", $$"""{"query":{"intervals":{{query}} } }""")).Status);
}

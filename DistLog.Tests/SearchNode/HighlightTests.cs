using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode;

public sealed class HighlightTests : IAsyncLifetime
{
    private TestNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync();
        await _node.DoAsync("PUT", "/logs", """{"mappings":{"properties":{"message":{"type":"text","fields":{"raw":{"type":"keyword","ignore_above":200}}},"level":{"type":"keyword"},"other":{"type":"text"}}}}""");
        await _node.FillAsync(
            "logs",
            """{"message":"Connection REFUSED by <host> & co","level":"ERROR","other":"refused too"}""",
            """{"message":"The first sentence says nothing. The second one was refused! A third one says much more than that and goes on for a while, so that it does not fit. And häuser refused.","level":"INFO"}""",
            """{"message":["one refused","none here","two refused"],"level":["a","b"]}""");
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    private async Task<string> HighlightAsync(int id, string query, string options, string field = "message")
    {
        var only = $$"""{"ids":{"values":["{{id}}"]} }""";
        var found = $$"""{"bool":{"must":{{query}},"filter":{{only}} } }""";
        var answer = await _node.DoAsync("POST", "/logs/_search", $$"""{"query":{{found}},"highlight":{{options}} }""");
        var hit = Assert.Single(answer["hits"]!["hits"]!.AsArray())!;
        return string.Join('|', (hit["highlight"]?[field] as JsonArray ?? []).Select(fragment => fragment!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"match":{"message":"refused"}}""", "Connection <em>REFUSED</em> by <host> & co")]
    [InlineData("""{"match_phrase":{"message":"connection refused"}}""", "<em>Connection REFUSED</em> by <host> & co")]
    [InlineData("""{"match_phrase":{"message":{"query":"connection by","slop":1}}}""", "<em>Connection</em> REFUSED <em>by</em> <host> & co")]
    [InlineData("""{"match_phrase_prefix":{"message":"connection ref"}}""", "<em>Connection REFUSED</em> by <host> & co")]
    [InlineData("""{"prefix":{"message":"ref"}}""", "Connection <em>REFUSED</em> by <host> & co")]
    [InlineData("""{"wildcard":{"message":"*nection"}}""", "<em>Connection</em> REFUSED by <host> & co")]
    [InlineData("""{"fuzzy":{"message":"refuzed"}}""", "Connection <em>REFUSED</em> by <host> & co")]
    [InlineData("""{"regexp":{"message":"ho.t"}}""", "Connection REFUSED by <<em>host</em>> & co")]
    [InlineData("""{"query_string":{"query":"message:(connection OR host)"}}""", "<em>Connection</em> REFUSED by <<em>host</em>> & co")]
    [InlineData("""{"term":{"level":"ERROR"}}""", "")]
    public async Task What_was_found_is_marked(string query, string marked) =>
        Assert.Equal(marked, await HighlightAsync(0, query, """{"fields":{"message":{}}}"""));

    [Fact]
    public async Task Html_is_encoded_but_the_tags_are_not() =>
        Assert.Equal("Connection <b>REFUSED</b> by &lt;host&gt; &amp; co", await HighlightAsync(0, """{"match":{"message":"refused"}}""", """{"encoder":"html","pre_tags":["<b>"],"post_tags":["</b>"],"fields":{"message":{}}}"""));

    [Fact]
    public async Task Pieces_are_sentences()
    {
        var query = """{"match":{"message":"refused"}}""";
        Assert.Equal("The second one was <em>refused</em>!|And häuser <em>refused</em>.", await HighlightAsync(1, query, """{"fields":{"message":{"fragment_size":30}}}"""));
        Assert.Equal("The second one was <em>refused</em>!", await HighlightAsync(1, query, """{"fields":{"message":{"fragment_size":30,"number_of_fragments":1}}}"""));
        Assert.StartsWith("The first sentence says nothing. The second one was <em>refused</em>! A third", await HighlightAsync(1, query, """{"fields":{"message":{"number_of_fragments":0}}}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_text_of_a_list_has_its_own_pieces() =>
        Assert.Equal("one <em>refused</em>|two <em>refused</em>", await HighlightAsync(2, """{"match":{"message":"refused"}}""", """{"fields":{"mess*":{}}}"""));

    [Fact]
    public async Task Another_field_is_marked_only_if_that_is_asked_for()
    {
        var query = """{"match":{"message":"refused"}}""";
        Assert.Equal("", await HighlightAsync(0, query, """{"fields":{"other":{}}}""", "other"));
        Assert.Equal("<em>refused</em> too", await HighlightAsync(0, query, """{"require_field_match":false,"fields":{"other":{}}}""", "other"));
        Assert.Equal("refused", await HighlightAsync(0, query, """{"fields":{"other":{"no_match_size":4}}}""", "other"));
        Assert.Equal("refused <em>too</em>", await HighlightAsync(0, query, """{"fields":{"other":{"highlight_query":{"match":{"other":"too"}}}}}""", "other"));
    }

    [Fact]
    public async Task A_keyword_is_marked_as_a_whole() =>
        Assert.Equal("<em>ERROR</em>", await HighlightAsync(0, """{"term":{"level":"ERROR"}}""", """{"fields":[{"level":{}}]}""", "level"));

    [Theory]
    [InlineData("""{"fields":{"message":{"nosuch":1}}}""")]
    [InlineData("""{"nosuch":1}""")]
    [InlineData("""{"fields":{"message":{"type":"semantic"}}}""")]
    [InlineData("""{"order":"best","fields":{}}""")]
    public async Task Options_that_are_not_known_are_refused(string options) =>
        Assert.Equal(400, (await _node.SendAsync("POST", "/logs/_search", $$"""{"highlight":{{options}} }""")).Status);
}

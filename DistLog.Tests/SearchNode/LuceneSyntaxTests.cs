using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Queries;

namespace DistLog.Tests.SearchNode;

/// <summary>The syntaxes that people type: <c>query_string</c> and <c>simple_query_string</c>.</summary>
public sealed class LuceneSyntaxTests : IAsyncLifetime
{
    private TestNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync();
        await _node.DoAsync("PUT", "/logs", """{"mappings":{"properties":{"message":{"type":"text"},"level":{"type":"keyword"},"ms":{"type":"long"},"at":{"type":"date"}}}}""");
        await _node.FillAsync(
            "logs",
            """{"message":"connection refused by host","level":"ERROR","ms":10,"at":"2026-11-20T00:30:00Z"}""",
            """{"message":"connection accepted","level":"INFO","ms":20,"at":"2026-11-19T23:30:00Z"}""",
            """{"message":"host refused the connection","level":"WARN","ms":30}""",
            """{"message":"quick brown fox","level":"DEBUG"}""");
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("connection refused", "0,1,2")]
    [InlineData("connection AND refused", "0,2")]
    [InlineData("+connection -refused", "1")]
    [InlineData("connection NOT accepted", "0,2")]
    [InlineData("\"connection refused\"", "0")]
    [InlineData("\"connection host\"~4", "0,2")]
    [InlineData("refuzed~", "0,2")]
    [InlineData("message:refuzed~1", "0,2")]
    [InlineData("message:xxxused~1", "")]
    [InlineData("conn*", "0,1,2")]
    [InlineData("message:/refu.*d|fox/", "0,2,3")]
    [InlineData("level:(ERROR OR WARN)", "0,2")]
    [InlineData("ms:[10 TO 20]", "0,1")]
    [InlineData("ms:{10 TO 20]", "1")]
    [InlineData("ms:>=20", "1,2")]
    [InlineData("ms:>20", "2")]
    [InlineData("_exists_:ms", "0,1,2")]
    [InlineData("level:*", "0,1,2,3")]
    [InlineData("message:connection^3 level:DEBUG", "0,1,2,3")]
    [InlineData("(connection accepted)^2 AND ms:20", "1")]
    [InlineData("level:ERROR || level:INFO", "0,1")]
    [InlineData("message:connection && !level:INFO", "0,2")]
    public async Task A_query_string_finds_what_it_should(string query, string ids) =>
        Assert.Equal(ids, await _node.IdsAsync("logs", $$$"""{"query_string":{"query":"{{{query.Replace("\"", "\\\"", StringComparison.Ordinal)}}}"}}"""));

    [Theory]
    [InlineData("""{"query_string":{"query":"connection refused","default_operator":"AND"}}""", "0,2")]
    [InlineData("""{"query_string":{"query":"connection refused host","fields":["message"],"minimum_should_match":3}}""", "0,2")]
    [InlineData("""{"query_string":{"query":"at:[2026-11-20 TO *]","time_zone":"+02:00"}}""", "0,1")]
    [InlineData("""{"query_string":{"query":"\"connection host\"","phrase_slop":4}}""", "0,2")]
    [InlineData("""{"query_string":{"query":"refuzed~","fuzziness":0}}""", "")]
    [InlineData("""{"query_string":{"query":"level:(host","escape":true}}""", "0,2")]
    [InlineData("""{"simple_query_string":{"query":"connection + refused"}}""", "0,2")]
    [InlineData("""{"simple_query_string":{"query":"connection -refused","default_operator":"and"}}""", "1")]
    [InlineData("""{"simple_query_string":{"query":"\"connection refused\" | fox"}}""", "0,3")]
    [InlineData("""{"simple_query_string":{"query":"refuzed~1 brow*"}}""", "0,2,3")]
    [InlineData("""{"simple_query_string":{"query":"\"connection host\"~4"}}""", "0,2")]
    [InlineData("""{"simple_query_string":{"query":"(connection + accepted) | (quick + fox)"}}""", "1,3")]
    [InlineData("""{"simple_query_string":{"query":"connection refused host","minimum_should_match":"100%"}}""", "0,2")]
    [InlineData("""{"simple_query_string":{"query":"connection | fox","flags":"NONE","default_operator":"and"}}""", "")]
    public async Task Options_of_query_strings_count(string query, string ids) => Assert.Equal(ids, await _node.IdsAsync("logs", query));

    [Theory]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("\"a")]
    [InlineData("a AND")]
    [InlineData("[a TO b")]
    [InlineData("[a b]")]
    [InlineData("a:")]
    [InlineData("/a")]
    [InlineData("a^x")]
    [InlineData("ms:>")]
    public void What_makes_no_sense_is_refused(string text) =>
        Assert.Equal("query_shard_exception", Assert.Throws<ElasticsearchException>(() => new LuceneParser(text, new QueryStringOptions()).Parse()).Type);

    [Fact]
    public void Garbage_is_a_query_or_refused_and_never_anything_else()
    {
        var random = new Random(17);
        string[] pieces = ["a", "level", ":", "(", ")", "\"", "[", "]", "{", "}", " TO ", "*", "?", "~", "^", "2", ".", "/", "\\", " AND ", " OR ", " NOT ", "&&", "||", "+", "-", "!", " ", ">", "<", "=", "ü", "\U0001F600"];
        for (var round = 0; round < 50_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                Assert.NotNull(new LuceneParser(text, new QueryStringOptions()).Parse());
            }
            catch (ElasticsearchException refused)
            {
                Assert.Equal(400, refused.Status);
            }

            Assert.NotNull(new SimpleQueryParser(text, new QueryStringOptions()).Parse());
        }
    }
}

using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DistLog.Tests.SearchNode;

/// <summary>Requests made to bring a node down: each is refused, or answered within the bounds that everything has.</summary>
public sealed class LimitTests(LimitTests.Target target) : IClassFixture<LimitTests.Target>
{
    /// <summary>Nested deeper than any stack would bear.</summary>
    private const int Deep = 100_000;

    private static readonly Dictionary<string, string> Explosions = new()
    {
        ["parentheses of a query string"] = Query("query_string", "query", Nested("(", "a", ")")),
        ["negations of a query string"] = Query("query_string", "query", Times("NOT ") + "a"),
        ["an expression in a query string"] = Query("query_string", "query", "t:/" + Nested("(", "a", ")") + "/"),
        ["parentheses of a simple query string"] = Query("simple_query_string", "query", Nested("(", "a", ")")),
        ["negations of a simple query string"] = Query("simple_query_string", "query", Times("-") + "a"),
        ["parentheses of an expression"] = Query("regexp", "k", Nested("(", "a", ")")),
        ["repetitions of repetitions"] = Query("regexp", "k", "(((a{1,999}){1,999}){1,999}){1,999}"),
        ["an expression that backtracks"] = Query("regexp", "k", "(a+)+(b*)*(.*)*x"),
        ["complements of complements"] = Query("regexp", "k", Times("~") + "a"),
        ["an expression with many states"] = Query("regexp", "k", Times("(a|b)*a(a|b)", 500)),
        ["many stars"] = Query("wildcard", "k", Times("*a", 5_000) + "*b"),
        ["a long fuzzy word"] = Query("fuzzy", "k", new string('a', 50_000)),
        ["long date math"] = "{\"query\":{\"range\":{\"at\":{\"gte\":\"now" + Times("+1d") + "\"}}}}",
        ["a date beyond all times"] = "{\"query\":{\"range\":{\"at\":{\"gte\":\"now+99999999999y\"}}}}",
        ["many words"] = Query("match", "t", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"w{i} "))),
        ["a long phrase with slop"] = "{\"query\":{\"match_phrase\":{\"t\":{\"slop\":1000000,\"query\":\"" + Times("a ", 20_000) + "\"}}}}",
        ["many clauses"] = "{\"query\":{\"bool\":{\"should\":[" + string.Join(',', Enumerable.Range(0, 5_000).Select(i => "{\"term\":{\"k\":\"" + i + "\"}}")) + "]}}}",
        ["clauses in clauses"] = "{\"query\":" + Nested("{\"bool\":{\"must\":", "{\"match_all\":{}}", "}}", 5_000) + "}",
        ["aggregations in aggregations"] = "{\"size\":0,\"aggs\":" + Nested("{\"a\":{\"terms\":{\"field\":\"k\"},\"aggs\":", "{\"a\":{\"terms\":{\"field\":\"k\"}}}", "}}", 25) + "}",
        ["intervals of nearly nothing"] = """{"size":0,"aggs":{"a":{"histogram":{"field":"n","interval":1e-300}}}}""",
        ["milliseconds of decades"] = """{"size":0,"aggs":{"a":{"date_histogram":{"field":"at","fixed_interval":"1ms"}}}}""",
        ["bounds beyond all times"] = """{"size":0,"aggs":{"a":{"date_histogram":{"field":"at","fixed_interval":"1d","extended_bounds":{"min":-9000000000000000,"max":9000000000000000}}}}}""",
        ["all terms by all terms"] = """{"size":0,"aggs":{"a":{"terms":{"field":"k","size":2147483647},"aggs":{"b":{"terms":{"field":"k","size":2147483647},"aggs":{"c":{"terms":{"field":"n","size":2147483647}}}}}}}}""",
        ["many sort keys"] = "{\"sort\":[" + string.Join(',', Enumerable.Repeat("\"n\"", 10_000)) + "]}",
        ["stars in a filter of sources"] = "{\"_source\":[\"" + Times("*a", 5_000) + "*\"]}",
        ["endless fragments"] = """{"highlight":{"fields":{"t":{"fragment_size":2147483647,"number_of_fragments":2147483647}}},"query":{"match":{"t":"a"}}}""",
    };

    private readonly TestNode _node = target.Node;

    public static TheoryData<string> Names => [.. Explosions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_query_made_to_explode_is_answered_or_refused(string name)
    {
        var (status, answer) = await _node.SendAsync("POST", "/l/_search", Explosions[name]);
        Assert.True(status is 200 or 400 or 429, $"{status} {answer.ToJsonString()[..Math.Min(1_000, answer.ToJsonString().Length)]}");
        Assert.NotEqual("", await _node.IdsAsync("l", """{"term":{"k":"v7"}}"""));
    }

    [Theory]
    [InlineData("""{"size":1000000000}""")]
    [InlineData("""{"from":2147483647,"size":2147483647}""")]
    [InlineData("""{"size":-1}""")]
    [InlineData("""{"from":-1}""")]
    [InlineData("""{"from":9991,"size":10}""")]
    public async Task Pages_have_bounds(string body) => Assert.Equal(400, (await _node.SendAsync("POST", "/l/_search", body)).Status);

    [Fact]
    public async Task A_terms_query_has_at_most_65536_terms()
    {
        Assert.Equal(200, await SearchAsync(65_536));
        Assert.Equal(400, await SearchAsync(65_537));

        async Task<int> SearchAsync(int terms) => (await _node.SendAsync("POST", "/l/_search", "{\"query\":{\"terms\":{\"k\":[" + string.Join(',', Enumerable.Repeat("\"x\"", terms)) + "]}}}")).Status;
    }

    [Fact]
    public async Task Buckets_are_counted_over_the_whole_request()
    {
        var (status, answer) = await _node.SendAsync("POST", "/l/_search", """{"size":0,"aggs":{"a":{"terms":{"field":"k","size":1000},"aggs":{"b":{"date_histogram":{"field":"at","fixed_interval":"1d"}}}}}}""");
        Assert.Equal(400, status);
        Assert.Contains("too_many_buckets_exception", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_so_many_scrolls_are_open_at_once()
    {
        var statuses = new List<int>();
        for (var i = 0; i < 501; i++)
        {
            statuses.Add((await _node.SendAsync("POST", "/l/_search?scroll=1m", """{"size":1}""")).Status);
        }

        await _node.DoAsync("DELETE", "/_search/scroll/_all");
        Assert.Equal(429, statuses[^1]);
        Assert.All(statuses[..^1], status => Assert.Equal(200, status));
    }

    /// <summary>A thousand times as large unpacked as on the wire.</summary>
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_decompression_bomb_is_cut_off_at_the_limit(string encoding)
    {
        using var content = new ByteArrayContent(Pack(encoding, new byte[64 << 20]));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        content.Headers.ContentEncoding.Add(encoding);
        using var response = await _node.Client.PostAsync(new Uri("/l/_bulk", UriKind.Relative), content);
        Assert.True((int)response.StatusCode is 413 or 400, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        var body = "{\"index\":{}}\n{\"t\":\"" + new string('x', 5 << 20) + "\"}\n";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/l/_bulk") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        // Or the answer can be lost behind the bytes that nobody reads.
        request.Headers.ExpectContinue = true;
        using var response = await _node.Client.SendAsync(request);
        Assert.Equal(413, (int)response.StatusCode);
        Assert.Equal("", await _node.IdsAsync("l", """{"prefix":{"t":"xxxx"}}"""));
    }

    [Fact]
    public async Task Documents_of_absurd_shape_are_refused_one_by_one()
    {
        var deep = new string('[', 5_000) + new string(']', 5_000);
        var wide = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"f{i}\":1"));
        var body = $$$$"""
            {"index":{"_id":"deep"}}
            {"x":{{{{deep}}}}}
            {"index":{"_id":"wide"}}
            {{{{{wide}}}}}
            {"index":{"_id":"long"}}
            {"k":"{{{{new string('x', 40_000)}}}}"}
            {"index":{"_id":"fine"}}
            {"k":"fine"}

            """;
        var answer = await _node.DoAsync("POST", "/l/_bulk?refresh=true", body);
        Assert.Equal([400, 400, 400, 201], answer["items"]!.AsArray().Select(item => item!["index"]!["status"]!.GetValue<int>()));
        Assert.Equal("fine", await _node.IdsAsync("l", """{"term":{"k":"fine"}}"""));
    }

    [Theory]
    [InlineData("%2e%2e%2f%2e%2e%2fetc")]
    [InlineData("..%2fx")]
    [InlineData("C:%5Cx")]
    [InlineData("a%00b")]
    [InlineData("-x")]
    [InlineData("%3Cdate%7Bnow%2Fd%7D%3E%20x")]
    [InlineData("a%0Ab")]
    public async Task Names_that_lead_elsewhere_make_no_index(string name)
    {
        var before = _node.Node.State.Indices.Count;
        var (status, _) = await _node.SendAsync("PUT", $"/{name}/_doc/1", """{"a":1}""");
        Assert.InRange(status, 400, 499);
        Assert.Equal(before, _node.Node.State.Indices.Count);
    }

    [Fact]
    public async Task A_name_of_more_than_255_bytes_is_refused()
    {
        Assert.Equal(400, (await _node.SendAsync("PUT", "/" + new string('a', 256))).Status);
        Assert.Equal(200, (await _node.SendAsync("PUT", "/" + new string('a', 255))).Status);
    }

    /// <summary>The server itself ends requests that trickle in.</summary>
    [Fact]
    public void Slow_senders_are_cut_off()
    {
        var limits = _node.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        Assert.InRange(limits.RequestHeadersTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.InRange(limits.MinRequestBodyDataRate!.BytesPerSecond, 100, 10_000);
        Assert.InRange(limits.MaxRequestHeadersTotalSize, 1, 64 << 10);
    }

    private static string Query(string kind, string field, string value) => $"{{\"query\":{{\"{kind}\":{{\"{field}\":\"{value}\"}}}}}}";

    private static string Times(string text, int times = Deep) => string.Concat(Enumerable.Repeat(text, times));

    private static string Nested(string open, string inner, string close, int depth = Deep) => Times(open, depth) + inner + Times(close, depth);

    private static byte[] Pack(string encoding, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Optimal),
            "br" => new BrotliStream(packed, CompressionLevel.Optimal),
            _ => new ZLibStream(packed, CompressionLevel.Optimal),
        })
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>One node for all of these tests: what one asks must not matter to the next.</summary>
    public sealed class Target : IAsyncLifetime
    {
        internal TestNode Node { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Node = await TestNode.StartAsync(null, "--SearchNode:RequestMegabytes", "4");
            await Node.DoAsync("PUT", "/l", """{"mappings":{"properties":{"k":{"type":"keyword"},"t":{"type":"text"},"n":{"type":"double"},"at":{"type":"date"}}}}""");
            var documents = Enumerable.Range(0, 300).Select(i => $$"""{"k":["v{{i}}","w{{i}}"],"n":[{{i}},-{{i}}.5],"at":["1980-01-01","2026-11-20"],"t":"{{string.Concat(Enumerable.Repeat("a ", i))}}"}""");
            await Node.FillAsync("l", [.. documents, $$"""{"k":"{{new string('a', 30_000)}}"}"""]);
        }

        public async Task DisposeAsync() => await Node.DisposeAsync();
    }
}

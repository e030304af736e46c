using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using DistLog.SearchNode;
using DistLog.SearchNode.Security;
using DistLog.SearchNode.Storage;

namespace DistLog.Tests.SearchNode;

public sealed class RestTests(SharedNode shared) : IClassFixture<SharedNode>
{
    private readonly TestNode _node = shared.Node;

    [Theory]
    [InlineData("application/json", null, 200, "application/json")]
    [InlineData("application/json; charset=UTF-8", "*/*", 200, "application/json")]
    [InlineData("application/x-ndjson", "application/json", 200, "application/json")]
    [InlineData("application/vnd.elasticsearch+json; compatible-with=8", "application/vnd.elasticsearch+json; compatible-with=8", 200, "application/vnd.elasticsearch+json; compatible-with=8")]
    [InlineData("application/vnd.elasticsearch+json;compatible-with=9", "application/vnd.elasticsearch+json;compatible-with=9", 200, "application/vnd.elasticsearch+json; compatible-with=9")]
    [InlineData("application/vnd.elasticsearch+json;compatible-with=8", "application/vnd.elasticsearch+json;compatible-with=9", 400, null)]
    [InlineData("application/vnd.elasticsearch+json;compatible-with=6", null, 400, null)]
    [InlineData("application/json", "application/vnd.elasticsearch+json;compatible-with=10", 400, null)]
    [InlineData("text/plain", null, 406, null)]
    [InlineData("application/x-www-form-urlencoded", null, 406, null)]
    [InlineData("application/cbor", null, 406, null)]
    [InlineData(null, null, 406, null)]
    public async Task Bodies_are_JSON_and_versions_agree(string? content, string? accept, int status, string? answered)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_search") { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Content.Headers.ContentType = content is null ? null : MediaTypeHeaderValue.Parse(content);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var answer = await _node.Client.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("Elasticsearch", answer.Headers.GetValues("X-Elastic-Product").Single());
        Assert.Equal(answered ?? answer.Content.Headers.ContentType!.ToString(), answer.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("/_search?sizes=1", "request [/_search] contains unrecognized parameter: [sizes] -> did you mean [size]?")]
    [InlineData("/_cat/indices?zzz&yyy", "request [/_cat/indices] contains unrecognized parameters: [yyy], [zzz]")]
    [InlineData("/_cluster/health?levle=shards", "request [/_cluster/health] contains unrecognized parameter: [levle] -> did you mean [level]?")]
    public async Task A_parameter_that_is_not_known_is_refused(string path, string reason)
    {
        var (status, answer) = await _node.SendAsync("GET", path);
        Assert.Equal(400, status);
        Assert.Equal(reason, answer["error"]!["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_write_with_a_parameter_that_is_not_known_is_not_done()
    {
        Assert.Equal(400, (await _node.SendAsync("PUT", "/x/_doc/1?refersh=true", "{}")).Status);
        Assert.Equal(404, (await _node.SendAsync("GET", "/x")).Status);
    }

    [Theory]
    [InlineData("?filter_path=version.number", """{"version":{"number":"8.17.0"}}""")]
    [InlineData("?filter_path=*.number,name", """{"name":"distlog-searchnode","version":{"number":"8.17.0"}}""")]
    [InlineData("?filter_path=nothing", "{}")]
    [InlineData("?filter_path=version&format=yaml", null)]
    public async Task Answers_are_cut_down_to_what_is_asked_for(string query, string? answer)
    {
        var text = await _node.Client.GetStringAsync(new Uri("/" + query, UriKind.Relative));
        if (answer is not null)
        {
            Assert.Equal(answer, text);
        }
        else
        {
            Assert.StartsWith("---\nversion:\n  number: \"8.17.0\"\n", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Exclusions_of_filter_path_leave_the_rest()
    {
        var answer = JsonNode.Parse(await _node.Client.GetStringAsync(new Uri("/?filter_path=-version,-tagline", UriKind.Relative)))!.AsObject();
        Assert.Equal("name,cluster_name,cluster_uuid", string.Join(',', answer.Select(pair => pair.Key)));
    }

    [Fact]
    public async Task HEAD_tells_the_length_and_OPTIONS_the_methods()
    {
        using var head = await _node.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/") { Headers = { AcceptEncoding = { new("gzip") } } });
        var body = await _node.Client.GetByteArrayAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(body.Length, head.Content.Headers.ContentLength);
        Assert.Empty(head.Content.Headers.ContentEncoding);
        using var options = await _node.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/_cluster/settings"));
        Assert.Equal("200 GET, PUT", $"{(int)options.StatusCode} {string.Join(", ", options.Content.Headers.Allow.Order(StringComparer.Ordinal))}");
    }

    [Theory]
    [InlineData("PUT", "/_search", "GET, POST")]
    [InlineData("DELETE", "/_bulk", "POST, PUT")]
    [InlineData("POST", "/_cluster/settings", "GET, PUT")]
    public async Task A_path_with_other_methods_names_them(string method, string path, string allowed)
    {
        var (status, answer) = await _node.SendAsync(method, path);
        Assert.Equal(405, status);
        Assert.Equal($"Incorrect HTTP method for uri [{path}] and method [{method}], allowed: [{allowed}]", answer["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_body_that_unpacks_to_more_than_is_allowed_is_refused()
    {
        await using var small = await TestNode.StartAsync(null, "--SearchNode:RequestMegabytes", "1");
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < 64; i++)
            {
                await gzip.WriteAsync(new byte[1 << 20]);
            }
        }

        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await small.Client.PostAsync(new Uri("/_bulk", UriKind.Relative), content);
        Assert.Equal(413, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("--nope", "1")]
    [InlineData("--port", "high")]
    [InlineData("--port")]
    [InlineData("stray", "1")]
    public void A_switch_that_is_not_there_is_a_clear_error(params string[] arguments) =>
        Assert.Throws<CommandLineException>(() => CommandLine.Translate(arguments));

    [Fact]
    public void Help_tells_every_setting()
    {
        foreach (var property in typeof(StoreOptions).GetProperties().Where(property => property.CanWrite))
        {
            Assert.Contains("  " + property.Name + " ", CommandLine.Usage, StringComparison.Ordinal);
        }

        foreach (var property in typeof(SecurityOptions).GetProperties().Where(property => property.CanWrite))
        {
            Assert.Contains("  Security:" + property.Name + " ", CommandLine.Usage, StringComparison.Ordinal);
        }
    }
}

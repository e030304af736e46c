using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using DistLog.Tests.Support;

namespace DistLog.Tests.SearchNode;

public sealed class ApiTests : IAsyncLifetime
{
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_data_stream_comes_with_the_first_write_and_takes_only_create()
    {
        await PutTemplateAsync();
        var answer = await _node.DoAsync("POST", "/logs-distlog-default/_bulk?refresh=true", "{\"create\":{\"_id\":\"1\"}}\n{\"@timestamp\":1}\n{\"index\":{\"_id\":\"2\"}}\n{\"@timestamp\":1}\n{\"create\":{\"_id\":\"1\"}}\n{\"@timestamp\":1}\n{\"create\":{\"_id\":\"3\"}}\n{\"no\":1}\n");
        Assert.Equal("201,400,409,201", string.Join(',', answer["items"]!.AsArray().Select(item => item!.AsObject().First().Value!["status"]!.ToJsonString())));
        Assert.Equal(1, (await _node.DoAsync("GET", "/logs/_count"))["count"]!.GetValue<int>());
        await _node.RestartAsync();
        Assert.Equal(1, (await _node.DoAsync("GET", "/logs/_count"))["count"]!.GetValue<int>());
        Assert.Equal(409, (await _node.SendAsync("PUT", "/logs-distlog-default/_create/1", """{"@timestamp":1}""")).Status);
        await _node.DoAsync("DELETE", "/_data_stream/logs-distlog-default");
        Assert.Equal(404, (await _node.SendAsync("GET", "/logs/_count")).Status);
    }

    [Fact]
    public async Task The_source_comes_back_as_it_came_in()
    {
        const string Document = """{"z":1.0,"a":[1,null,2.50,[3]],"o":[{"b":"\u00fc\n"},{"b":null}],"big":12345678901234567890.5e10,"e":{},"n":null,"s":"x"}""";
        await _node.DoAsync("PUT", "/s/_doc/1", Document);
        Assert.Equal(Document, await _node.Client.GetStringAsync(new Uri("/s/_source/1", UriKind.Relative)));
        await _node.DoAsync("POST", "/s/_flush");
        Assert.Equal(Document, await _node.Client.GetStringAsync(new Uri("/s/_source/1", UriKind.Relative)));
    }

    [Theory]
    [InlineData("""{"n":"abc"}""")]
    [InlineData("""{"n":{"x":1}}""")]
    [InlineData("""{"o":5}""")]
    [InlineData("""{"d":"yesterday"}""")]
    [InlineData("""{"k":{"x":1}}""")]
    [InlineData("""{"k":"a","k":"b"}""")]
    [InlineData("""{"k":"a"} {}""")]
    [InlineData("""{"k":""")]
    [InlineData("""[1]""")]
    [InlineData("""{"k":"\ud800"}""")]
    [InlineData("""{"_id":"1"}""")]
    [InlineData("""{"":1}""")]
    public async Task A_document_that_does_not_fit_is_refused_and_its_neighbours_are_kept(string document)
    {
        await _node.DoAsync("PUT", "/c", """{"mappings":{"properties":{"n":{"type":"long"},"o":{"properties":{"x":{"type":"long"}}},"d":{"type":"date"},"k":{"type":"keyword"}}}}""");
        var answer = await _node.DoAsync("POST", "/c/_bulk?refresh=true", $"{{\"index\":{{\"_id\":\"1\"}}}}\n{{\"n\":1}}\n{{\"index\":{{\"_id\":\"2\"}}}}\n{document}\n{{\"index\":{{\"_id\":\"3\"}}}}\n{{\"n\":2}}\n");
        Assert.Equal(400, answer["items"]![1]!["index"]!["status"]!.GetValue<int>());
        Assert.Equal("1,3", await _node.IdsAsync("c", """{"match_all":{}}"""));
    }

    [Theory]
    [InlineData("PUT", "/UPPER", 400)]
    [InlineData("PUT", "/_under", 400)]
    [InlineData("PUT", "/..", 405)]
    [InlineData("PUT", "/a%2F..%2Fb", 400)]
    [InlineData("PUT", "/a%2Cb", 400)]
    [InlineData("DELETE", "/*", 400)]
    [InlineData("DELETE", "/_all", 400)]
    [InlineData("GET", "/missing/_search", 404)]
    [InlineData("GET", "/missing/_search?ignore_unavailable=true", 200)]
    [InlineData("GET", "/nothing/like/this", 400)]
    [InlineData("PATCH", "/_search", 405)]
    public async Task Names_and_paths_are_checked(string method, string path, int status) =>
        Assert.Equal(status, (await _node.SendAsync(method, path)).Status);

    [Theory]
    [InlineData("")]
    [InlineData("{\"index\":{}}\n{}")]
    [InlineData("{\"index\":{}\n{}\n")]
    [InlineData("{\"upsert\":{}}\n{}\n")]
    [InlineData("nonsense\n")]
    [InlineData("{\"index\":{\"_index\":5}}\n{}\n")]
    [InlineData("{\"index\":{}}\n")]
    public async Task A_bulk_request_out_of_step_is_refused_as_a_whole(string body) =>
        Assert.Equal(400, (await _node.SendAsync("POST", "/b/_bulk", body)).Status);

    [Theory]
    [InlineData("/_search", "{\"query\":{\"term\":{\"a\":\"\\ud800\"}}}")]
    [InlineData("/_search", "{\"query\":5}")]
    [InlineData("/_search", "{\"aggs\":{\"x\":{\"terms\":5}}}")]
    [InlineData("/_search", "[1]")]
    [InlineData("/_mget", "{\"docs\":5}")]
    [InlineData("/_aliases", "{\"actions\":[5]}")]
    [InlineData("/_msearch", "{}\n5\n")]
    public async Task Garbage_is_the_clients_fault(string path, string body) =>
        Assert.Equal(400, (await _node.SendAsync("POST", path, body)).Status);

    [Fact]
    public async Task An_update_whose_condition_fails_is_a_conflict_even_if_it_changes_nothing()
    {
        await _node.DoAsync("PUT", "/u/_doc/1", """{"a":1}""");
        Assert.Equal(409, (await _node.SendAsync("POST", "/u/_update/1?if_seq_no=9&if_primary_term=1", """{"doc":{"a":1}}""")).Status);
    }

    [Fact]
    public async Task Delete_by_query_deletes_what_it_finds_and_no_more_than_asked()
    {
        await _node.FillAsync("q", [.. Enumerable.Range(0, 30).Select(i => $$"""{"n":{{i}}}""")]);
        Assert.Equal(4, (await _node.DoAsync("POST", "/q/_delete_by_query?refresh=true&max_docs=4", """{"query":{"range":{"n":{"lt":10}}}}"""))["deleted"]!.GetValue<int>());
        Assert.Equal(6, (await _node.DoAsync("POST", "/q/_delete_by_query?refresh=true&scroll_size=2", """{"query":{"range":{"n":{"lt":10}}}}"""))["deleted"]!.GetValue<int>());
        Assert.Equal(20, (await _node.DoAsync("GET", "/q/_count"))["count"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_scroll_shows_what_was_there_when_it_began()
    {
        await _node.FillAsync("r", [.. Enumerable.Range(0, 25).Select(i => $$"""{"n":{{i % 3}}}""")]);
        var page = await _node.DoAsync("POST", "/r/_search?scroll=1m&size=10", """{"sort":["n"]}""");
        await _node.DoAsync("POST", "/r/_delete_by_query?refresh=true", """{"query":{"match_all":{}}}""");
        var seen = new List<string>();
        while (page["hits"]!["hits"]!.AsArray() is { Count: > 0 } hits)
        {
            seen.AddRange(hits.Select(hit => hit!["_id"]!.GetValue<string>()));
            page = await _node.DoAsync("POST", "/_search/scroll", $$"""{"scroll":"1m","scroll_id":"{{page["_scroll_id"]}}"}""");
        }

        Assert.Equal(25, seen.Distinct().Count());
        Assert.Equal(25, seen.Count);
    }

    [Fact]
    public async Task A_rollover_gives_a_data_stream_another_generation()
    {
        await PutTemplateAsync();
        await _node.DoAsync("PUT", "/logs-distlog-default/_create/1?refresh=true", """{"@timestamp":1}""");
        Assert.True((await _node.DoAsync("POST", "/logs-distlog-default/_rollover"))["rolled_over"]!.GetValue<bool>());
        await _node.DoAsync("PUT", "/logs-distlog-default/_create/2?refresh=true", """{"@timestamp":2}""");
        var hits = (await _node.DoAsync("GET", "/logs/_search"))["hits"]!["hits"]!.AsArray();
        Assert.Equal(2, hits.Select(hit => hit!["_index"]!.GetValue<string>()).Distinct().Count());
    }

    [Fact]
    public async Task Deep_documents_and_deep_requests_are_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100);
        Assert.Equal(400, (await _node.SendAsync("PUT", "/deep/_doc/1", deep)).Status);
        Assert.Equal(400, (await _node.SendAsync("POST", "/_search", deep)).Status);
    }

    [Fact]
    public async Task Vendor_media_types_are_mirrored_and_gzip_goes_both_ways()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/g/_bulk?refresh=true") { Content = new ByteArrayContent(Gzip("{\"index\":{\"_id\":\"1\"}}\n{\"a\":\"" + new string('x', 5000) + "\"}\n")) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/vnd.elasticsearch+x-ndjson;compatible-with=9");
        request.Content.Headers.ContentEncoding.Add("gzip");
        request.Headers.TryAddWithoutValidation("Accept", "application/vnd.elasticsearch+json;compatible-with=9");
        using var response = await _node.Client.SendAsync(request);
        Assert.Equal("application/vnd.elasticsearch+json; compatible-with=9", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("Elasticsearch", response.Headers.GetValues("X-Elastic-Product").Single());
        using var search = new HttpRequestMessage(HttpMethod.Get, "/g/_search");
        search.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var found = await _node.Client.SendAsync(search);
        Assert.Equal("gzip", found.Content.Headers.ContentEncoding.Single());
        await using var plain = new GZipStream(await found.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.Equal(1, (await JsonNode.ParseAsync(plain))!["hits"]!["total"]!["value"]!.GetValue<int>());
    }

    [Fact]
    public async Task Pages_by_search_after_give_each_document_once()
    {
        await _node.FillAsync("p", [.. Enumerable.Range(0, 250).Select(i => $$"""{"at":{{i / 7}},"k":"k{{i % 5}}"}""")]);
        var seen = new List<string>();
        var after = "";
        while (true)
        {
            var page = await _node.DoAsync("POST", "/p/_search", $$"""{"size":17,"sort":[{"at":"desc"},{"_id":"asc"}]{{after}}}""");
            var hits = page["hits"]!["hits"]!.AsArray();
            if (hits.Count == 0)
            {
                break;
            }

            seen.AddRange(hits.Select(hit => hit!["_id"]!.GetValue<string>()));
            after = ",\"search_after\":" + hits[^1]!["sort"]!.ToJsonString();
        }

        Assert.Equal(250, seen.Count);
        Assert.Equal(250, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_field_explosion_is_refused_at_a_thousand_fields()
    {
        var wide = new JsonObject(Enumerable.Range(0, 1500).Select(i => KeyValuePair.Create($"f{i}", (JsonNode?)i)));
        var (status, body) = await _node.SendAsync("PUT", "/wide/_doc/1", wide);
        Assert.Equal(400, status);
        Assert.Contains("Limit of total fields", body.ToJsonString(), StringComparison.Ordinal);
    }

    [ThirdPartyFact("python:elasticsearch")]
    public Task Pythons_client_writes_and_reads() =>
        Script.PythonAsync("searchnode.py", _node.Client.BaseAddress!.ToString().TrimEnd('/'));

    private Task<JsonNode> PutTemplateAsync() =>
        _node.DoAsync("PUT", "/_index_template/t", """{"index_patterns":["logs-distlog-*"],"data_stream":{},"template":{"aliases":{"logs":{}}}}""");

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}

using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode;

/// <summary>A log store's classic loss is an event that doesn't fit the mapping. Here it is kept, and the answer says so.</summary>
public sealed class FailureStoreTests : IAsyncLifetime
{
    private const string Time = "2026-01-02T03:04:05Z";

    private TestNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync();
        await _node.DoAsync("PUT", "/_index_template/logs", """
            {"index_patterns":["logs-*"],"data_stream":{},"template":{"mappings":{"properties":{
                "status":{"type":"integer"},"ip":{"type":"ip"},"user":{"properties":{"name":{"type":"keyword"}}},"closed":{"dynamic":"strict","properties":{}}}}}}
            """);
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("""{"@timestamp":"2026-01-02T03:04:05Z","status":"many","ok":1}""", "status")]
    [InlineData("""{"@timestamp":"2026-01-02T03:04:05Z","status":{"code":200},"ok":1}""", "status")]
    [InlineData("""{"@timestamp":"2026-01-02T03:04:05Z","ip":"999.1.1.1","ok":1}""", "ip")]
    [InlineData("""{"@timestamp":"2026-01-02T03:04:05Z","user":"ann","ok":1}""", "user")]
    [InlineData("""{"@timestamp":"2026-01-02T03:04:05Z","status.code":200,"ok":1}""", "status.code")]
    public async Task A_value_that_does_not_fit_its_field_is_left_out_and_named(string document, string ignored)
    {
        await _node.DoAsync("PUT", "/logs-a/_create/1?refresh=true", document);
        await AssertIgnoredAsync(document, ignored);
        await _node.DoAsync("POST", "/logs-a/_forcemerge");
        await AssertIgnoredAsync(document, ignored);
        await _node.RestartAsync();
        await AssertIgnoredAsync(document, ignored);
        // A merge of several segments makes the documents anew.
        await _node.DoAsync("PUT", "/logs-a/_create/2", $$"""{"@timestamp":"{{Time}}"}""");
        await _node.DoAsync("POST", "/logs-a/_forcemerge");
        await AssertIgnoredAsync(document, ignored);
    }

    [Fact]
    public async Task Fields_beyond_the_limit_are_kept_and_not_mapped()
    {
        var many = string.Join(',', Enumerable.Range(0, 1500).Select(number => $"\"field{number}\":{number}"));
        var document = $$"""{"@timestamp":"{{Time}}",{{many}}}""";
        await _node.DoAsync("PUT", "/logs-a/_create/1?refresh=true", document);
        var found = await HitAsync("logs-a", """{"term":{"field3":3}}""");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(document), found["_source"]));
        Assert.Equal("1", await _node.IdsAsync("logs-a", """{"term":{"_ignored":"field1499"}}"""));
        Assert.Equal("", await _node.IdsAsync("logs-a", """{"term":{"field1499":1499}}"""));
        var mapping = (await _node.DoAsync("GET", "/logs-a/_mapping")).AsObject().Single().Value!["mappings"]!["properties"]!.AsObject();
        Assert.InRange(mapping.Count, 990, 1000);
    }

    [Fact]
    public async Task An_index_of_its_own_refuses_as_Elasticsearch_does()
    {
        await _node.DoAsync("PUT", "/plain", """{"settings":{"index.mapping.total_fields.limit":2},"mappings":{"properties":{"a":{"type":"long"}}}}""");
        var (status, answer) = await _node.SendAsync("PUT", "/plain/_doc/1", """{"a":"x"}""");
        Assert.Equal(400, status);
        Assert.Contains("failed to parse field [a] of type [long] in document with id '1'. Preview of field's value: 'x'", answer["error"]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        (status, answer) = await _node.SendAsync("PUT", "/plain/_doc/1", """{"b":1,"c":2}""");
        Assert.Equal(400, status);
        Assert.Contains("Limit of total fields [2] has been exceeded", answer["error"]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"message":"no time"}""", "document_parsing_exception")]
    [InlineData("""{"@timestamp":"yesterday"}""", "document_parsing_exception")]
    [InlineData("""{"@timestamp":"2026-01-02T03:04:05Z","a":1,"a":2}""", "document_parsing_exception")]
    [InlineData("""{"@timestamp":"2026-01-02T03:04:05Z","closed":{"more":1}}""", "strict_dynamic_mapping_exception")]
    [InlineData("this is no JSON", "document_parsing_exception")]
    public async Task What_the_stream_cannot_take_is_kept_among_its_failures(string document, string type)
    {
        var answer = await BulkAsync("logs-a", "7", document);
        Assert.Equal(201, answer["status"]!.GetValue<int>());
        Assert.Equal("used", answer["failure_store"]!.GetValue<string>());
        Assert.StartsWith(".fs-logs-a-", answer["_index"]!.GetValue<string>(), StringComparison.Ordinal);
        await _node.RestartAsync();
        var failure = await HitAsync("logs-a::failures", $$"""{"term":{"error.type":"{{type}}"} }""");
        Assert.Equal("7", failure["_source"]!["document"]!["id"]!.GetValue<string>());
        var source = failure["_source"]!["document"]!["source"]!;
        Assert.True(document.StartsWith('{') ? source.ToJsonString().Contains(':', StringComparison.Ordinal) : source.GetValue<string>() == document);
        Assert.Equal("", await _node.IdsAsync("logs-a", """{"match_all":{}}"""));
        Assert.Equal(409, (await BulkAsync("logs-a", "7", document))["status"]!.GetValue<int>());
    }

    [Fact]
    public async Task One_document_by_itself_is_kept_as_well()
    {
        var answer = await _node.DoAsync("POST", "/logs-a/_doc", """{"message":"no time"}""");
        Assert.Equal("used", answer["failure_store"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_stream_that_keeps_no_failures_refuses_and_says_so()
    {
        await _node.DoAsync("PUT", "/_data_stream/logs-a");
        await _node.DoAsync("PUT", "/_data_stream/logs-a/_options", """{"failure_store":{"enabled":false}}""");
        var answer = await BulkAsync("logs-a", "7", """{"message":"no time"}""");
        Assert.Equal(400, answer["status"]!.GetValue<int>());
        Assert.Equal("not_enabled", answer["failure_store"]!.GetValue<string>());
    }

    [Fact]
    public async Task Failures_roll_over_and_go_with_their_stream()
    {
        await BulkAsync("logs-a", "1", "{}");
        var rolled = await _node.DoAsync("POST", "/logs-a::failures/_rollover");
        Assert.True(rolled["rolled_over"]!.GetValue<bool>());
        await BulkAsync("logs-a", "2", "{}");
        Assert.Equal(2, (await _node.DoAsync("GET", "/logs-a::failures/_count"))["count"]!.GetValue<int>());
        var stream = (await _node.DoAsync("GET", "/_data_stream/logs-a"))["data_streams"]![0]!;
        Assert.Equal(2, stream["failure_store"]!["indices"]!.AsArray().Count);
        await _node.DoAsync("DELETE", "/_data_stream/logs-a");
        Assert.Empty(_node.Node.State.Indices);
    }

    private async Task<JsonNode> BulkAsync(string index, string id, string document)
    {
        var answer = await _node.DoAsync("POST", "/_bulk?refresh=true", $"{{\"create\":{{\"_index\":\"{index}\",\"_id\":\"{id}\"}}}}\n{document}\n");
        return answer["items"]![0]!["create"]!;
    }

    private async Task AssertIgnoredAsync(string document, string ignored)
    {
        var hit = await HitAsync("logs-a", $$"""{"term":{"_ignored":"{{ignored}}"} }""");
        Assert.Equal("1", hit["_id"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(document), hit["_source"]), hit["_source"]!.ToJsonString());
        Assert.Contains("1", await _node.IdsAsync("logs-a", """{"term":{"ok":1}}"""), StringComparison.Ordinal);
        var name = hit["_index"]!.GetValue<string>();
        Assert.Equal(ignored, (await _node.DoAsync("GET", $"/{name}/_doc/1"))["_ignored"]!.AsArray().Single()!.GetValue<string>());
    }

    private async Task<JsonNode> HitAsync(string index, string query)
    {
        var answer = await _node.DoAsync("POST", $"/{index}/_search", $$"""{"query":{{query}}}""");
        return answer["hits"]!["hits"]!.AsArray().Single()!;
    }
}

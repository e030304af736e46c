using System.Text.Json;
using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode;

public sealed class AggregationTests : IAsyncLifetime
{
    private TestNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync();
        await _node.DoAsync("PUT", "/logs-a", """{"mappings":{"properties":{"level":{"type":"keyword"},"ms":{"type":"long"},"ratio":{"type":"double"},"at":{"type":"date"},"ok":{"type":"boolean"}}}}""");
        await _node.FillAsync(
            "logs-a",
            """{"level":"INFO","ms":1,"ratio":0.5,"at":"2026-10-24T22:30:00Z","ok":true}""",
            """{"level":"INFO","ms":2,"ratio":1.5,"at":"2026-10-25T00:10:00Z","ok":false}""",
            """{"level":"WARN","ms":3,"at":"2026-10-25T23:00:00Z","ok":true}""",
            """{"level":["INFO","AUDIT"],"ms":[10,20],"at":"2026-11-02T00:00:00Z"}""",
            """{"other":1}""");
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("""{"terms":{"field":"level"}}""", """[["INFO",3],["AUDIT",1],["WARN",1]]""")]
    [InlineData("""{"terms":{"field":"level","size":1}}""", """[["INFO",3]]""")]
    [InlineData("""{"terms":{"field":"level","order":{"_key":"desc"}}}""", """[["WARN",1],["INFO",3],["AUDIT",1]]""")]
    [InlineData("""{"terms":{"field":"level","include":"[AW].*","exclude":["WARN"]}}""", """[["AUDIT",1]]""")]
    [InlineData("""{"terms":{"field":"level","missing":"none","min_doc_count":1,"order":{"_key":"asc"}}}""", """[["AUDIT",1],["INFO",3],["WARN",1],["none",1]]""")]
    [InlineData("""{"terms":{"field":"ms","order":{"_key":"asc"}}}""", """[[1,1],[2,1],[3,1],[10,1],[20,1]]""")]
    [InlineData("""{"terms":{"field":"ok"}}""", """[[1,2],[0,1]]""")]
    [InlineData("""{"date_histogram":{"field":"at","calendar_interval":"month"}}""", """[[1790812800000,3],[1793491200000,1]]""")]
    [InlineData("""{"date_histogram":{"field":"at","calendar_interval":"day","time_zone":"Europe/Berlin","min_doc_count":1}}""", """[[1792879200000,2],[1792969200000,1],[1793574000000,1]]""")]
    [InlineData("""{"date_histogram":{"field":"at","fixed_interval":"1h","min_doc_count":1}}""", """[[1792879200000,1],[1792886400000,1],[1792969200000,1],[1793577600000,1]]""")]
    [InlineData("""{"histogram":{"field":"ms","interval":10}}""", """[[0,3],[10,1],[20,1]]""")]
    [InlineData("""{"range":{"field":"ms","ranges":[{"to":2},{"from":2,"to":15},{"from":100}]}}""", """[["*-2.0",1],["2.0-15.0",3],["100.0-*",0]]""")]
    [InlineData("""{"filters":{"filters":[{"term":{"level":"INFO"}},{"term":{"ms":3}}],"other_bucket":true}}""", """[[null,3],[null,1],[null,1]]""")]
    public async Task Buckets_hold_what_they_should(string aggregation, string buckets)
    {
        var result = await AggregateAsync(aggregation);
        var got = new JsonArray([.. result["buckets"]!.AsArray().Select(bucket => (JsonNode)new JsonArray(Plain(bucket!["key"]), bucket["doc_count"]!.DeepClone()))]);
        Assert.Equal(buckets, got.ToJsonString());
    }

    private static JsonNode? Plain(JsonNode? key) =>
        key is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? JsonValue.Create((long)value.GetValue<double>()) : key?.DeepClone();

    [Theory]
    [InlineData("""{"min":{"field":"ms"}}""", 1)]
    [InlineData("""{"max":{"field":"ms"}}""", 20)]
    [InlineData("""{"sum":{"field":"ms"}}""", 36)]
    [InlineData("""{"avg":{"field":"ratio"}}""", 1)]
    [InlineData("""{"value_count":{"field":"ms"}}""", 5)]
    [InlineData("""{"value_count":{"field":"level"}}""", 5)]
    [InlineData("""{"cardinality":{"field":"level"}}""", 3)]
    [InlineData("""{"sum":{"field":"ms","missing":100}}""", 136)]
    public async Task Metrics_compute(string aggregation, double value) =>
        Assert.Equal(value, (await AggregateAsync(aggregation))["value"]!.GetValue<double>());

    [Theory]
    [InlineData("""{"missing":{"field":"ms"}}""", 1)]
    [InlineData("""{"filter":{"range":{"ms":{"gte":3}}}}""", 2)]
    public async Task Single_buckets_count(string aggregation, int count) =>
        Assert.Equal(count, (await AggregateAsync(aggregation))["doc_count"]!.GetValue<int>());

    [Fact]
    public async Task Aggregations_nest_and_order_by_what_is_inside()
    {
        var result = await AggregateAsync("""{"terms":{"field":"level","order":{"m":"desc"}},"aggs":{"m":{"max":{"field":"ms"}},"d":{"date_histogram":{"field":"at","calendar_interval":"year"},"aggs":{"a":{"avg":{"field":"ms"}}}}}}""");
        Assert.Equal("AUDIT,INFO,WARN", string.Join(',', result["buckets"]!.AsArray().Select(bucket => bucket!["key"]!.GetValue<string>())));
        Assert.Equal(8.25, result["buckets"]![1]!["d"]!["buckets"]![0]!["a"]!["value"]!.GetValue<double>());
    }

    [Theory]
    [InlineData("""{"terms":{}}""")]
    [InlineData("""{"terms":{"field":"level","size":0}}""")]
    [InlineData("""{"nosuch":{"field":"level"}}""")]
    [InlineData("""{"date_histogram":{"field":"at"}}""")]
    [InlineData("""{"date_histogram":{"field":"at","fixed_interval":"1ms"}}""")]
    [InlineData("""{"avg":{"field":"level"}}""")]
    [InlineData("""{"max":{"field":"ms"},"aggs":{"x":{"min":{"field":"ms"}}}}""")]
    [InlineData("""{"scripted_metric":{}}""")]
    public async Task An_aggregation_that_makes_no_sense_is_refused(string aggregation)
    {
        var (status, body) = await _node.SendAsync("POST", "/logs-a/_search", $$$"""{"size":0,"aggs":{"x":{{{aggregation}}}}}""");
        Assert.True(status == 400, body.ToJsonString());
    }

    private async Task<JsonNode> AggregateAsync(string aggregation)
    {
        var answer = await _node.DoAsync("POST", "/logs-a/_search", $$$"""{"size":0,"aggs":{"x":{{{aggregation}}}}}""");
        await _node.DoAsync("POST", "/logs-a/_flush");
        var flushed = await _node.DoAsync("POST", "/logs-a/_search", $$$"""{"size":0,"aggs":{"x":{{{aggregation}}}}}""");
        Assert.Equal(answer["aggregations"]!.ToJsonString(), flushed["aggregations"]!.ToJsonString());
        return answer["aggregations"]!["x"]!;
    }
}

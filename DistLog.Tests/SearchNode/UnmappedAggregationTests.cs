namespace DistLog.Tests.SearchNode;

public sealed class UnmappedAggregationTests(SharedNode shared) : IClassFixture<SharedNode>
{
    private readonly TestNode _node = shared.Node;

    [Theory]
    [InlineData("boolean")]
    [InlineData("long")]
    [InlineData("double")]
    [InlineData("date")]
    public async Task A_field_that_no_index_has_has_no_terms(string type)
    {
        await _node.FillAsync("plain", """{"a":1}""", """{"a":2}""");
        var answer = await _node.DoAsync("POST", "/plain/_search", """{"size":0,"aggs":{"t":{"terms":{"field":"none","value_type":"#"}}}}""".Replace("#", type, StringComparison.Ordinal));
        Assert.Empty(answer["aggregations"]!["t"]!["buckets"]!.AsArray());
    }
}

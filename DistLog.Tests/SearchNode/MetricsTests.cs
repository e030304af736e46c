using DistLog.Tests.Support;

namespace DistLog.Tests.SearchNode;

public sealed class MetricsTests
{
    private const string Body = "{\"create\":{\"_id\":\"1\"}}\n{\"n\":1}\n{\"create\":{\"_id\":\"1\"}}\n{\"n\":2}\n{\"index\":{\"_id\":\"1\"}}\n{\"n\":3}\n{\"index\":{\"_id\":\"2\"}}\n{\"n\":\"x\"}\n{\"delete\":{\"_id\":\"9\"}}\n";

    [Fact]
    public async Task The_results_of_a_bulk_request_are_counted()
    {
        await using var node = await TestNode.StartAsync();
        using var readings = new MeterReadings(node.Meters);
        await node.DoAsync("POST", "/m/_bulk", Body);
        Assert.Equal(1, readings.Sum("distlog.searchnode.bulk.requests"));
        Assert.Equal(Body.Length, readings.Sum("distlog.searchnode.bulk.bytes"));
        Assert.Equal(1, readings.Sum("distlog.searchnode.documents created"));
        Assert.Equal(1, readings.Sum("distlog.searchnode.documents updated"));
        Assert.Equal(1, readings.Sum("distlog.searchnode.documents conflict"));
        Assert.Equal(1, readings.Sum("distlog.searchnode.documents failed"));
        Assert.Equal(1, readings.Count("distlog.searchnode.commit.duration"));
    }

    [Fact]
    public async Task Single_writes_and_deletions_by_query_are_counted()
    {
        await using var node = await TestNode.StartAsync();
        using var readings = new MeterReadings(node.Meters);
        await node.DoAsync("PUT", "/m/_doc/1", """{"n":1}""");
        await node.DoAsync("PUT", "/m/_doc/2?refresh=true", """{"n":2}""");
        await node.DoAsync("DELETE", "/m/_doc/1?refresh=true");
        await node.DoAsync("POST", "/m/_delete_by_query", """{"query":{"match_all":{}}}""");
        Assert.Equal(2, readings.Sum("distlog.searchnode.documents created"));
        Assert.Equal(2, readings.Sum("distlog.searchnode.documents deleted"));
    }

    [Fact]
    public async Task Searches_are_timed_and_the_stores_are_measured()
    {
        await using var node = await TestNode.StartAsync();
        using var readings = new MeterReadings(node.Meters);
        await node.FillAsync("m", """{"n":1}""", """{"n":2}""");
        Assert.True(readings.Observe("distlog.searchnode.buffer.bytes") > 0);
        await node.DoAsync("POST", "/m/_flush");
        await node.DoAsync("GET", "/m/_search?q=n:1");
        Assert.Equal(1, readings.Count("distlog.searchnode.search.duration"));
        Assert.Equal(1, readings.Observe("distlog.searchnode.segments"));
        Assert.True(readings.Observe("distlog.searchnode.disk.bytes") > 0);
        Assert.Equal(0, readings.Observe("distlog.searchnode.buffer.bytes"));
    }
}

namespace DistLog.Tests.SearchNode;

public sealed class ClusterTests : IAsyncLifetime
{
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task An_index_whose_replicas_have_no_node_is_yellow()
    {
        await _node.DoAsync("PUT", "/green", """{"settings":{"number_of_replicas":0}}""");
        Assert.Equal("green", (await _node.DoAsync("GET", "/_cluster/health"))["status"]!.GetValue<string>());
        await _node.DoAsync("PUT", "/yellow", """{"settings":{"number_of_shards":2,"number_of_replicas":1}}""");
        var health = await _node.DoAsync("GET", "/_cluster/health?level=indices&wait_for_status=yellow&wait_for_nodes=ge(1)&wait_for_active_shards=3");
        Assert.Equal("yellow,3,2", $"{health["status"]},{health["active_shards"]},{health["unassigned_shards"]}");
        Assert.Equal("green", health["indices"]!["green"]!["status"]!.GetValue<string>());
        await _node.DoAsync("GET", "/_cluster/health/green?wait_for_status=green");
    }

    [Theory]
    [InlineData("/_cluster/health?wait_for_nodes=%3E1&timeout=1ms", 408)]
    [InlineData("/_cluster/health?wait_for_active_shards=1&timeout=1ms", 408)]
    [InlineData("/_cluster/health/missing?timeout=1ms", 408)]
    [InlineData("/_cluster/health/missing?timeout=1ms&return_200_for_cluster_health_timeout=true", 200)]
    [InlineData("/_cluster/health?wait_for_status=blue", 400)]
    [InlineData("/_cluster/health?level=basement", 400)]
    [InlineData("/_nodes/stats/nosuch", 400)]
    [InlineData("/_nodes/stats/os/docs", 400)]
    [InlineData("/_snapshot/backup", 404)]
    [InlineData("/_ml/anomaly_detectors", 400)]
    public async Task What_can_not_be_had_is_told_by_its_status(string path, int status) =>
        Assert.Equal(status, (await _node.SendAsync("GET", path)).Status);

    [Fact]
    public async Task A_client_that_waits_for_an_index_is_answered_when_it_is_there()
    {
        var waiting = _node.DoAsync("GET", "/_cluster/health/soon?wait_for_status=yellow&timeout=20s");
        await _node.DoAsync("PUT", "/soon");
        Assert.False((await waiting)["timed_out"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("""{"persistent":{"nosuch.setting":1}}""", "persistent setting [nosuch.setting], not recognized")]
    [InlineData("""{"transient":{"search.max_buckets":"many"}}""", "Failed to parse value [many] for setting [search.max_buckets]")]
    [InlineData("""{"persistent":{"action.destructive_requires_name":"maybe"}}""", "Failed to parse value [maybe] as only [true] or [false] are allowed.")]
    [InlineData("""{}""", "Validation Failed: 1: no settings to update;")]
    public async Task A_setting_that_does_not_exist_or_fit_is_refused(string body, string reason)
    {
        var (status, answer) = await _node.SendAsync("PUT", "/_cluster/settings", body);
        Assert.Equal(400, status);
        Assert.Equal(reason, answer["error"]!["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task Settings_survive_a_restart_and_are_reset_by_null()
    {
        await _node.DoAsync("PUT", "/_cluster/settings", """{"persistent":{"indices":{"lifecycle":{"poll_interval":"1m"}},"logger.x":"debug"}}""");
        await _node.RestartAsync();
        Assert.Equal("""{"indices.lifecycle.poll_interval":"1m","logger.x":"debug"}""", (await _node.DoAsync("GET", "/_cluster/settings?flat_settings=true"))["persistent"]!.ToJsonString());
        await _node.DoAsync("PUT", "/_cluster/settings", """{"persistent":{"indices.*":null}}""");
        Assert.Equal("""{"logger":{"x":"debug"}}""", (await _node.DoAsync("GET", "/_cluster/settings"))["persistent"]!.ToJsonString());
    }

    [Fact]
    public async Task A_cluster_that_is_read_only_takes_no_writes()
    {
        await _node.DoAsync("PUT", "/before/_doc/1", """{"a":1}""");
        await _node.DoAsync("PUT", "/_cluster/settings", """{"persistent":{"cluster.blocks.read_only":true}}""");
        await _node.RestartAsync();
        Assert.Equal(403, (await _node.SendAsync("PUT", "/before/_doc/2", """{"a":1}""")).Status);
        Assert.Equal(403, (await _node.SendAsync("PUT", "/after")).Status);
        Assert.Equal(1, (await _node.DoAsync("GET", "/before/_count"))["count"]!.GetValue<int>());
        await _node.DoAsync("PUT", "/_cluster/settings", """{"persistent":{"cluster.blocks.read_only":null}}""");
        await _node.DoAsync("PUT", "/before/_doc/2", """{"a":1}""");
    }

    [Fact]
    public async Task Suggestions_name_what_may_have_been_meant()
    {
        var (_, answer) = await _node.SendAsync("GET", "/_nodes/stats/transprot");
        Assert.EndsWith("-> did you mean [transport]?", answer["error"]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}

using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode;

public sealed class ByQueryTests : IAsyncLifetime
{
    private TestNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync();
        await _node.FillAsync("a", [.. Enumerable.Range(0, 25).Select(number => $$"""{"n":{{number}},"kind":"{{(number % 2 == 0 ? "even" : "odd")}}"}""")]);
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Deletes_in_batches_what_the_query_finds_and_nothing_else()
    {
        var answer = await _node.DoAsync("POST", "/a/_delete_by_query?scroll_size=4&refresh=true", """{"query":{"term":{"kind.keyword":"odd"}}}""");
        Assert.Equal("12,12,3,0", string.Join(',', new[] { "total", "deleted", "batches", "version_conflicts" }.Select(name => answer[name]!.ToJsonString())));
        Assert.Equal("0,2,4,6,8,10,12,14,16,18,20,22,24", await _node.IdsAsync("a", """{"match_all":{}}"""));
    }

    [Fact]
    public async Task What_changed_since_the_last_refresh_is_a_conflict()
    {
        await _node.DoAsync("PUT", "/c", """{"settings":{"refresh_interval":"-1"}}""");
        await _node.FillAsync("c", """{"n":1}""", """{"n":2}""");
        await _node.DoAsync("PUT", "/c/_doc/0", """{"n":3}""");
        var (status, answer) = await _node.SendAsync("POST", "/c/_delete_by_query", """{"query":{"match_all":{}}}""");
        Assert.Equal(409, status);
        Assert.Equal("version_conflict_engine_exception", answer["failures"]![0]!["cause"]!["type"]!.GetValue<string>());
        // The other is deleted by now, which no refresh has shown either.
        answer = await _node.DoAsync("POST", "/c/_delete_by_query?conflicts=proceed", """{"query":{"match_all":{}}}""");
        Assert.Equal(2, answer["version_conflicts"]!.GetValue<int>());
        Assert.Equal(200, (await _node.SendAsync("GET", "/c/_doc/0")).Status);
    }

    [Fact]
    public async Task An_update_without_a_script_takes_up_what_the_mapping_has_become()
    {
        await _node.DoAsync("PUT", "/b", """{"mappings":{"dynamic":false,"properties":{"n":{"type":"long"}}}}""");
        await _node.FillAsync("b", """{"n":1,"user":"ann"}""", """{"n":2,"user":"bob"}""");
        await _node.DoAsync("PUT", "/b/_mapping", """{"properties":{"user":{"type":"keyword"}}}""");
        Assert.Equal("", await _node.IdsAsync("b", """{"term":{"user":"ann"}}"""));
        Assert.Equal(2, (await _node.DoAsync("POST", "/b/_update_by_query?refresh=true"))["updated"]!.GetValue<int>());
        Assert.Equal("0", await _node.IdsAsync("b", """{"term":{"user":"ann"}}"""));
        Assert.Equal(2, (await _node.DoAsync("GET", "/b/_doc/0"))["_version"]!.GetValue<int>());
    }

    [Fact]
    public async Task Reindexing_copies_what_is_asked_for()
    {
        var answer = await _node.DoAsync("POST", "/_reindex?refresh=true", """{"max_docs":3,"source":{"index":"a","query":{"term":{"kind.keyword":"odd"}},"sort":{"n":"desc"},"_source":"n"},"dest":{"index":"z","op_type":"create"}}""");
        Assert.Equal(3, answer["created"]!.GetValue<int>());
        Assert.Equal("19,21,23", await _node.IdsAsync("z", """{"match_all":{}}"""));
        Assert.Equal("""{"n":23}""", (await _node.DoAsync("GET", "/z/_source/23")).ToJsonString());
        Assert.Equal(400, (await _node.SendAsync("POST", "/_reindex", """{"source":{"index":"a"},"dest":{"index":"a"}}""")).Status);
    }

    [Fact]
    public async Task A_throttled_task_goes_on_when_its_throttle_is_taken_off()
    {
        var task = (await _node.DoAsync("POST", "/a/_delete_by_query?scroll_size=1&requests_per_second=0.00001&wait_for_completion=false&slices=3", """{"query":{"match_all":{}}}"""))["task"]!.GetValue<string>();
        Assert.False((await _node.DoAsync("GET", $"/_tasks/{task}"))["completed"]!.GetValue<bool>());
        await _node.DoAsync("POST", $"/_delete_by_query/{task}/_rethrottle?requests_per_second=-1");
        var done = await _node.DoAsync("GET", $"/_tasks/{task}?wait_for_completion=true");
        Assert.Equal(25, done["response"]!["deleted"]!.GetValue<int>());
        Assert.Equal(25, done["response"]!["slices"]!.AsArray().Sum(slice => slice!["deleted"]!.GetValue<int>()));
        Assert.Equal(1, (await _node.DoAsync("GET", "/.tasks/_count"))["count"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_throttled_task_can_be_cancelled_while_it_waits()
    {
        var task = (await _node.DoAsync("POST", "/a/_update_by_query?scroll_size=1&requests_per_second=0.00001&wait_for_completion=false"))["task"]!.GetValue<string>();
        await _node.DoAsync("POST", $"/_tasks/{task}/_cancel?wait_for_completion=true");
        var done = await _node.DoAsync("GET", $"/_tasks/{task}?wait_for_completion=true");
        Assert.Equal("by user request", done["response"]!["canceled"]!.GetValue<string>());
        Assert.Equal(25, (await _node.DoAsync("GET", "/a/_count"))["count"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("/a/_delete_by_query?requests_per_second=0", """{"query":{"match_all":{}}}""")]
    [InlineData("/a/_delete_by_query?slices=0", """{"query":{"match_all":{}}}""")]
    [InlineData("/a/_delete_by_query?scroll_size=0", """{"query":{"match_all":{}}}""")]
    [InlineData("/a/_delete_by_query", """{"script":{}}""")]
    [InlineData("/a/_delete_by_query", "{}")]
    [InlineData("/_reindex", """{"source":{"index":"a"}}""")]
    [InlineData("/_reindex", """{"source":{"remote":{"host":"http://other:9200"},"index":"a"},"dest":{"index":"b"}}""")]
    public async Task What_cannot_be_done_is_refused(string path, string body) => Assert.Equal(400, (await _node.SendAsync("POST", path, body)).Status);

    [Fact]
    public async Task More_copies_than_there_are_cannot_be_waited_for()
    {
        var (status, answer) = await _node.SendAsync("POST", "/a/_delete_by_query?wait_for_active_shards=2", """{"query":{"match_all":{}}}""");
        Assert.Equal(503, status);
        Assert.Equal("unavailable_shards_exception", ((JsonNode)answer)["failures"]![0]!["cause"]!["type"]!.GetValue<string>());
    }
}

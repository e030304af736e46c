using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode;

public sealed class LifecycleTests : IAsyncLifetime
{
    private readonly SettableTime _time = new();
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync(_time);

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_stream_rolls_when_it_is_old_enough_and_its_indices_go_when_they_are_past_their_time()
    {
        await PutPolicyAsync("""{"hot":{"actions":{"rollover":{"max_age":"1d"}}},"delete":{"min_age":"30d","actions":{"delete":{}}}}""");
        await PutStreamAsync();
        await WriteAsync(1);
        await PassAsync(TimeSpan.FromHours(23));
        Assert.Equal("hot rollover check-rollover-ready", await WhereAsync(".ds-logs-x-2026.11.20-000001"));
        await PassAsync(TimeSpan.FromHours(1));
        Assert.Equal("hot complete complete", await WhereAsync(".ds-logs-x-2026.11.20-000001"));
        Assert.Equal(".ds-logs-x-2026.11.20-000001,.ds-logs-x-2026.11.21-000002", await BackingAsync());
        await WriteAsync(2);
        await PassAsync(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.Contains("000001", await BackingAsync(), StringComparison.Ordinal);
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.DoesNotContain("000001", await BackingAsync(), StringComparison.Ordinal);
        Assert.Equal(1, (await _node.DoAsync("GET", "/logs-x/_count"))["count"]!.GetValue<int>());
        Assert.Equal(_node.Node.State.Indices.Count, Directory.GetDirectories(Path.Combine(_node.DataDirectory, "indices")).Length);
    }

    [Theory]
    [InlineData("""{"max_docs":2}""", 2, true)]
    [InlineData("""{"max_docs":3}""", 2, false)]
    [InlineData("""{"max_primary_shard_docs":1,"min_docs":3}""", 2, false)]
    [InlineData("""{"max_size":"1b"}""", 2, true)]
    [InlineData("""{"max_primary_shard_size":"1gb"}""", 2, false)]
    [InlineData("""{"max_age":"0s"}""", 0, false)]
    [InlineData("""{"max_age":"0s","min_docs":0}""", 0, true)]
    public async Task Rollover_waits_for_all_minimums_and_one_maximum(string conditions, int documents, bool rolls)
    {
        await PutPolicyAsync("""{"hot":{"actions":{"rollover":#}}}""".Replace("#", conditions, StringComparison.Ordinal));
        await PutStreamAsync();
        await _node.DoAsync("PUT", "/_data_stream/logs-x");
        for (var i = 0; i < documents; i++)
        {
            await WriteAsync(i);
        }

        await _node.DoAsync("POST", "/logs-x/_flush");
        await PassAsync(TimeSpan.Zero);
        Assert.Equal(rolls ? 2 : 1, _node.Node.State.DataStreams["logs-x"].Backing.Count);
    }

    [Fact]
    public async Task What_a_policy_has_done_survives_a_restart()
    {
        await PutPolicyAsync("""{"hot":{"actions":{"rollover":{"max_docs":1},"set_priority":{"priority":100}}},"warm":{"min_age":"1h","actions":{"readonly":{},"forcemerge":{"max_num_segments":1},"shrink":{"number_of_shards":1}}}}""");
        await PutStreamAsync();
        await WriteAsync(1);
        await PassAsync(TimeSpan.Zero);
        var rolled = _node.Node.State.Indices[".ds-logs-x-2026.11.20-000001"].Metadata;
        Assert.Equal(_time.GetUtcNow().ToUnixTimeMilliseconds(), rolled.Rollover!.Time);
        Assert.Equal("100", rolled.Settings["index"]!["priority"]!.GetValue<string>());
        await _node.RestartAsync();
        Assert.Equal("hot complete complete", await WhereAsync(".ds-logs-x-2026.11.20-000001"));
        await PassAsync(TimeSpan.FromHours(1));
        Assert.Equal("warm complete complete", await WhereAsync(".ds-logs-x-2026.11.20-000001"));
        var explained = await ExplainAsync(".ds-logs-x-2026.11.20-000001");
        Assert.Equal("1h", explained["age"]!.GetValue<string>());
        Assert.Contains("[shrink] was left out", explained["step_info"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("true", _node.Node.State.Indices[".ds-logs-x-2026.11.20-000001"].Metadata.Settings["index"]!["blocks"]!["write"]!.GetValue<string>());
    }

    /// <summary>A copy of the folder while the node runs is what a power cut would leave; a folder that the state doesn't name, what a cut-off deletion does.</summary>
    [Fact]
    public async Task After_a_crash_a_rollover_has_happened_once_and_a_deletion_is_finished()
    {
        await PutPolicyAsync("""{"hot":{"actions":{"rollover":{"max_docs":1}}}}""");
        await PutStreamAsync();
        await WriteAsync(1);
        await PassAsync(TimeSpan.Zero);
        var copy = Directory.CreateTempSubdirectory("distlog-search-").FullName;
        CopyTo(_node.DataDirectory, copy);
        Directory.CreateDirectory(Path.Combine(copy, "indices", "000077"));
        await using (var other = await TestNode.StartAsync(copy))
        {
            await other.Node.Lifecycles.RunAsync();
            Assert.Equal(2, other.Node.State.DataStreams["logs-x"].Backing.Count);
            Assert.Equal(1, (await other.DoAsync("GET", "/logs-x/_count"))["count"]!.GetValue<int>());
            Assert.False(Directory.Exists(Path.Combine(copy, "indices", "000077")));
            await other.DoAsync("POST", "/logs-x/_create/2", """{"@timestamp":1}""");
        }

        Directory.Delete(copy, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_event_sent_again_after_a_rollover_is_known(bool restarts)
    {
        await PutStreamAsync("");
        await WriteAsync(1);
        await _node.DoAsync("POST", "/logs-x/_rollover");
        await WriteAsync(2);
        await _node.DoAsync("POST", "/logs-x/_rollover");
        if (restarts)
        {
            await _node.RestartAsync();
        }

        foreach (var number in (int[])[1, 2])
        {
            Assert.Equal(409, (await _node.SendAsync("POST", $"/logs-x/_create/{number}", """{"@timestamp":1}""")).Status);
        }

        await WriteAsync(3);
        Assert.Equal(3, (await _node.DoAsync("GET", "/logs-x/_count"))["count"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_an_index_has_is_known_to_the_stream_while_it_belongs_to_it()
    {
        await PutStreamAsync("");
        await WriteAsync(1);
        await _node.DoAsync("PUT", "/old", """{"mappings":{"properties":{"@timestamp":{"type":"date"}}}}""");
        await _node.DoAsync("POST", "/old/_create/7", """{"@timestamp":1}""");
        await _node.DoAsync("POST", "/_data_stream/_modify", """{"actions":[{"add_backing_index":{"data_stream":"logs-x","index":"old"}}]}""");
        Assert.Equal(409, (await _node.SendAsync("POST", "/logs-x/_create/7", """{"@timestamp":1}""")).Status);
        await _node.DoAsync("POST", "/_data_stream/_modify", """{"actions":[{"remove_backing_index":{"data_stream":"logs-x","index":"old"}}]}""");
        await WriteAsync(7);
    }

    [Fact]
    public async Task An_alias_rolls_with_its_write_index()
    {
        await PutPolicyAsync("""{"hot":{"actions":{"rollover":{"max_docs":1}}},"delete":{"min_age":"0s","actions":{"delete":{}}}}""");
        await _node.DoAsync("PUT", "/app-000001", """{"settings":{"index.lifecycle.name":"p","index.lifecycle.rollover_alias":"app"},"aliases":{"app":{"is_write_index":true}}}""");
        await _node.DoAsync("POST", "/app/_doc?refresh=true", """{"n":1}""");
        await PassAsync(TimeSpan.Zero);
        Assert.Equal("app-000002", string.Join(',', _node.Node.State.Indices.Keys));
        await _node.DoAsync("POST", "/app/_doc?refresh=true", """{"n":2}""");
    }

    [Fact]
    public async Task A_step_that_fails_says_why_and_is_tried_again()
    {
        await PutPolicyAsync("""{"hot":{"actions":{"rollover":{"max_docs":1}}}}""");
        await _node.DoAsync("PUT", "/lonely", """{"settings":{"index.lifecycle.name":"p"}}""");
        await PassAsync(TimeSpan.Zero);
        await PassAsync(TimeSpan.Zero);
        var explained = await ExplainAsync("lonely");
        Assert.Equal("ERROR check-rollover-ready 2", $"{explained["step"]} {explained["failed_step"]} {explained["failed_step_retry_count"]}");
        Assert.Contains("rollover_alias] for index [lonely] is empty", explained["step_info"]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        await _node.DoAsync("PUT", "/lonely/_settings", """{"index.lifecycle.indexing_complete":true}""");
        await _node.DoAsync("POST", "/lonely/_ilm/retry");
        Assert.Equal("hot complete complete", await WhereAsync("lonely"));
        Assert.Equal(400, (await _node.SendAsync("POST", "/lonely/_ilm/retry")).Status);
        Assert.Equal(400, (await _node.SendAsync("DELETE", "/_ilm/policy/p")).Status);
        await _node.DoAsync("POST", "/lonely/_ilm/remove");
        Assert.False((await ExplainAsync("lonely"))["managed"]!.GetValue<bool>());
        await _node.DoAsync("DELETE", "/_ilm/policy/p");
    }

    [Fact]
    public async Task Nothing_happens_while_lifecycles_are_stopped()
    {
        await PutPolicyAsync("""{"delete":{"min_age":"0s","actions":{"delete":{}}}}""");
        await _node.DoAsync("PUT", "/gone", """{"settings":{"index.lifecycle.name":"p"}}""");
        await _node.DoAsync("POST", "/_ilm/stop");
        await _node.RestartAsync();
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Equal("STOPPED", (await _node.DoAsync("GET", "/_ilm/status"))["operation_mode"]!.GetValue<string>());
        Assert.Contains("gone", _node.Node.State.Indices.Keys);
        await _node.DoAsync("POST", "/_ilm/start");
        await PassAsync(TimeSpan.Zero);
        Assert.Empty(_node.Node.State.Indices);
    }

    [Fact]
    public async Task A_streams_own_lifecycle_rolls_it_and_drops_what_is_past_the_retention()
    {
        await PutStreamAsync("", """, "lifecycle":{"data_retention":"7d"}""");
        await WriteAsync(1);
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Equal(2, _node.Node.State.DataStreams["logs-x"].Backing.Count);
        await PassAsync(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Contains("000001", await BackingAsync(), StringComparison.Ordinal);
        await PassAsync(TimeSpan.FromSeconds(2));
        Assert.DoesNotContain("000001", await BackingAsync(), StringComparison.Ordinal);
        await _node.DoAsync("PUT", "/_data_stream/logs-x/_lifecycle", """{"data_retention":"30d"}""");
        await _node.RestartAsync();
        var shown = await _node.DoAsync("GET", "/_data_stream/logs-x/_lifecycle?include_defaults=true");
        Assert.Equal("30d", shown["data_streams"]![0]!["lifecycle"]!["effective_retention"]!.GetValue<string>());
        Assert.Equal("7d", shown["data_streams"]![0]!["lifecycle"]!["rollover"]!["max_age"]!.GetValue<string>());
    }

    [Fact]
    public async Task Settings_and_mappings_of_a_stream_are_those_of_its_next_index()
    {
        await PutStreamAsync("");
        await WriteAsync(1);
        await _node.DoAsync("PUT", "/_data_stream/logs-x/_settings", """{"index.number_of_shards":2,"number_of_replicas":0}""");
        await _node.DoAsync("PUT", "/_data_stream/logs-x/_mappings", """{"properties":{"tag":{"type":"keyword"}}}""");
        await _node.DoAsync("POST", "/logs-x/_rollover?lazy=true");
        Assert.Single(_node.Node.State.DataStreams["logs-x"].Backing);
        await WriteAsync(2);
        var next = _node.Node.State.Indices[_node.Node.State.DataStreams["logs-x"].Backing[^1]].Metadata;
        Assert.EndsWith("000002", next.Name, StringComparison.Ordinal);
        Assert.Equal("2,0,keyword", $"{next.Shards},{next.Replicas},{next.Mapping["properties"]!["tag"]!["type"]}");
        Assert.Equal(0, _node.Node.State.Indices[".ds-logs-x-2026.11.20-000001"].Metadata.Replicas);
        var stats = await _node.DoAsync("GET", "/_data_stream/logs-x/_stats");
        Assert.Equal(_time.GetUtcNow().ToUnixTimeMilliseconds(), stats["data_streams"]![0]!["maximum_timestamp"]!.GetValue<long>());
    }

    private static void CopyTo(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "node.lock"))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private Task<JsonNode> PutPolicyAsync(string phases) => _node.DoAsync("PUT", "/_ilm/policy/p", """{"policy":{"phases":#}}""".Replace("#", phases, StringComparison.Ordinal));

    private Task<JsonNode> PutStreamAsync(string settings = "\"index.lifecycle.name\":\"p\"", string more = "") =>
        _node.DoAsync("PUT", "/_index_template/t", "{\"index_patterns\":[\"logs-*\"],\"data_stream\":{},\"template\":{\"settings\":{" + settings + "}" + more + "}}");

    private Task<JsonNode> WriteAsync(int number) =>
        _node.DoAsync("POST", $"/logs-x/_create/{number}?refresh=true", $$"""{"@timestamp":{{_time.GetUtcNow().ToUnixTimeMilliseconds()}},"n":{{number}}}""");

    /// <summary>Moves the clock and lets lifecycles do what is due then.</summary>
    private async Task PassAsync(TimeSpan later)
    {
        _time.Now += later;
        await _node.Node.Lifecycles.RunAsync();
        _node.Node.StreamLifecycles.Run();
    }

    private async Task<JsonNode> ExplainAsync(string index) => (await _node.DoAsync("GET", $"/{index}/_ilm/explain"))["indices"]![index]!;

    private async Task<string> WhereAsync(string index)
    {
        var explained = await ExplainAsync(index);
        return $"{explained["phase"]} {explained["action"]} {explained["step"]}";
    }

    private async Task<string> BackingAsync()
    {
        var stream = (await _node.DoAsync("GET", "/_data_stream/logs-x"))["data_streams"]![0]!;
        return string.Join(',', stream["indices"]!.AsArray().Select(index => index!["index_name"]!.GetValue<string>()));
    }

    /// <summary>A clock whose date a test sets, and whose timers never fire: lifecycles run when a test says so.</summary>
    private sealed class SettableTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}

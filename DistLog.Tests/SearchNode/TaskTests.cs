using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster.Tasks;
using DistLog.Tests.Support;

namespace DistLog.Tests.SearchNode;

public sealed class TaskTests : IAsyncLifetime
{
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_search_that_waits_for_its_turn_is_listed_and_can_be_cancelled()
    {
        await _node.FillAsync("t", """{"a":1}""");
        using var gate = new ManualResetEventSlim();
        var busy = OccupyAllThreads(gate);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/t/_search");
        request.Headers.Add("X-Opaque-Id", "mine");
        var search = _node.Client.SendAsync(request);
        var task = (await RunningAsync())!;
        Assert.Equal("mine", task["headers"]!["X-Opaque-Id"]!.GetValue<string>());
        Assert.Equal("indices[t], search_type[QUERY_THEN_FETCH]", task["description"]!.GetValue<string>());
        await _node.DoAsync("POST", $"/_tasks/{task["node"]}:{task["id"]}/_cancel");
        using var answer = await search;
        gate.Set();
        await Task.WhenAll(busy);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("mine", answer.Headers.GetValues("X-Opaque-Id").Single());
        Assert.Contains("task_cancelled_exception", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, (await _node.DoAsync("GET", "/t/_count"))["count"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_outcome_of_work_that_nobody_waits_for_can_be_asked_for_later()
    {
        var gate = new TaskCompletionSource();
        var task = _node.Node.Tasks.Start(new TaskOrigin("indices:data/write/x", "d"), async _ =>
        {
            await gate.Task;
            return new JsonObject { ["total"] = 7 };
        });
        var path = $"/_tasks/distlog-searchnode-00:{task.Number}";
        Assert.False((await _node.DoAsync("GET", path))["completed"]!.GetValue<bool>());
        gate.SetResult();
        var done = await _node.DoAsync("GET", path + "?wait_for_completion=true");
        Assert.True(done["completed"]!.GetValue<bool>());
        Assert.Equal(7, done["response"]!["total"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("distlog-searchnode-00:999", 404)]
    [InlineData("elsewhere:1", 404)]
    [InlineData("nonsense", 400)]
    public async Task A_task_that_is_not_there_is_refused(string id, int status) =>
        Assert.Equal(status, (await _node.SendAsync("GET", "/_tasks/" + id)).Status);

    private Task<bool>[] OccupyAllThreads(ManualResetEventSlim gate) =>
        [.. Enumerable.Range(0, _node.Node.Searches.Threads).Select(_ => _node.Node.Searches.RunAsync(() => gate.Wait(Timeout.Infinite), default))];

    [Theory]
    [InlineData("distlog-searchnode-00:999", "resource_not_found_exception")]
    [InlineData("elsewhere:1", "no_such_node_exception")]
    public async Task Cancelling_what_is_not_there_says_whose_fault_it_is(string id, string type) =>
        Assert.Equal(type, (await _node.DoAsync("POST", $"/_tasks/{id}/_cancel"))["node_failures"]![0]!["caused_by"]!["type"]!.GetValue<string>());

    private async Task<JsonNode?> RunningAsync()
    {
        JsonNode? found = null;
        await Wait.ForAsync("a search among the tasks", async () => (found = (await _node.DoAsync("GET", "/_tasks?actions=*search&detailed&group_by=none"))["tasks"]!.AsArray().FirstOrDefault()) is not null);
        return found;
    }
}

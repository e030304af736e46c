using System.Text.Json.Nodes;
using DistLog.Tests.Support;

namespace DistLog.Tests.SearchNode.Speed;

/// <summary>A search that would go on for minutes ends when nobody waits for it any more.</summary>
public sealed class EvaluationLimitsTests : IAsyncLifetime
{
    /// <summary>Each clause puts all the messages together and runs a regular expression over their words; none ever matches.</summary>
    private static readonly string Endless = "{\"bool\":{\"should\":["
        + string.Join(',', Enumerable.Range(0, 4000).Select(number => $$$"""{"regexp":{"message":"(z|[0-9]+)*q{{{number}}}"}}""")) + "]}}";

    private ManyBlocks _all = null!;

    public async Task InitializeAsync() => _all = await ManyBlocks.StartAsync();

    public async Task DisposeAsync() => await _all.DisposeAsync();

    [Fact]
    public async Task A_cancelled_task_stops_in_the_middle_of_a_block()
    {
        var search = _all.Node.SendAsync("POST", "/m/_search", "{\"query\":" + Endless + "}");
        var task = await RunningAsync();
        await _all.Node.DoAsync("POST", $"/_tasks/{task["node"]}:{task["id"]}/_cancel");
        var (status, answer) = await search;
        Assert.Equal(400, status);
        Assert.Contains("task_cancelled_exception", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_goes_away_frees_its_thread()
    {
        using var cancel = new CancellationTokenSource();
        using var body = new StringContent("{\"query\":" + Endless + "}", System.Text.Encoding.UTF8, "application/json");
        var search = _all.Node.Client.PostAsync("/m/_search", body, cancel.Token);
        await RunningAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search);
        await Wait.ForAsync("the search to be gone", async () => (await SearchesAsync()).Count == 0);
    }

    [Fact]
    public async Task A_search_gives_what_it_has_when_its_time_is_up()
    {
        var answer = await _all.Node.DoAsync("POST", "/m/_search", "{\"timeout\":\"50ms\",\"query\":" + Endless + "}");
        Assert.True(answer["timed_out"]!.GetValue<bool>());
        Assert.Empty(answer["hits"]!["hits"]!.AsArray());
    }

    private async Task<JsonNode> RunningAsync()
    {
        JsonNode? found = null;
        await Wait.ForAsync("a search among the tasks", async () => (found = (await SearchesAsync()).FirstOrDefault()) is not null);
        return found!;
    }

    private async Task<JsonArray> SearchesAsync() => (await _all.Node.DoAsync("GET", "/_tasks?actions=*search&detailed&group_by=none"))["tasks"]!.AsArray();
}

using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Searching;
using DistLog.Tests.Support;

namespace DistLog.Tests.SearchNode.Speed;

public sealed class SearchPoolTests
{
    [Fact]
    public async Task A_search_runs_on_a_thread_of_the_pool()
    {
        using var pool = new SearchPool(cores: 2);
        Assert.Same(pool, await pool.RunAsync(() => SearchPool.OfThisThread!, default));
        Assert.Null(SearchPool.OfThisThread);
    }

    [Fact]
    public async Task A_search_that_fails_fails_for_its_caller_only()
    {
        using var pool = new SearchPool(cores: 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => pool.RunAsync<int>(() => throw new InvalidOperationException(), default));
        Assert.Equal(7, await pool.RunAsync(() => 7, default));
    }

    [Fact]
    public async Task Searches_beyond_the_queue_are_rejected()
    {
        using var pool = new SearchPool(cores: 1, queueLimit: 2);
        using var gate = new ManualResetEventSlim();
        var busy = await OccupyAsync(pool, gate);
        var waiting = new[] { pool.RunAsync(() => 1, default), pool.RunAsync(() => 2, default) };
        var refused = await Assert.ThrowsAsync<ElasticsearchException>(() => pool.RunAsync(() => 3, default));
        Assert.Equal((429, "es_rejected_execution_exception"), (refused.Status, refused.Type));
        gate.Set();
        var results = await Task.WhenAll(waiting);
        Assert.Equal(new[] { 1, 2 }, results);
        await Task.WhenAll(busy);
    }

    [Fact]
    public async Task A_search_that_waits_can_be_cancelled()
    {
        using var pool = new SearchPool(cores: 1);
        using var gate = new ManualResetEventSlim();
        var busy = await OccupyAsync(pool, gate);
        using var cancel = new CancellationTokenSource();
        var ran = false;
        var waiting = pool.RunAsync(() => ran = true, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.Set();
        await Task.WhenAll(busy);
        Assert.Equal(1, await pool.RunAsync(() => 1, default));
        Assert.False(ran);
    }

    [Fact]
    public async Task Help_comes_only_while_a_core_is_idle()
    {
        using var pool = new SearchPool(cores: 2);
        using var gate = new ManualResetEventSlim();
        var helped = new TaskCompletionSource();
        var first = await pool.RunAsync(() => pool.TryHelp(() => helped.SetResult()), default);
        Assert.True(first);
        await helped.Task;
        var busy = await OccupyAsync(pool, gate);
        Assert.True(pool.IsCrowded);
        Assert.False(pool.TryHelp(() => { }));
        gate.Set();
        await Task.WhenAll(busy);
    }

    [Fact]
    public async Task Searches_that_wait_when_the_node_stops_are_dropped()
    {
        var pool = new SearchPool(cores: 1);
        using var gate = new ManualResetEventSlim();
        var busy = await OccupyAsync(pool, gate);
        var waiting = pool.RunAsync(() => 1, default);
        var stop = Task.Run(pool.Dispose);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.Set();
        await Task.WhenAll(busy);
        await stop;
    }

    /// <summary>Keeps every thread busy until the gate opens; returns once all are.</summary>
    private static async Task<Task<bool>[]> OccupyAsync(SearchPool pool, ManualResetEventSlim gate)
    {
        var started = 0;
        var busy = Enumerable.Range(0, pool.Threads).Select(_ => pool.RunAsync(
            () =>
            {
                Interlocked.Increment(ref started);
                return gate.Wait(Timeout.Infinite);
            },
            default)).ToArray();
        await Wait.ForAsync("all threads to be busy", () => Task.FromResult(Volatile.Read(ref started) == pool.Threads));
        return busy;
    }
}

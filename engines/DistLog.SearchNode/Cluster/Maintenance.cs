using DistLog.SearchNode.Storage;
using Microsoft.Extensions.Options;

namespace DistLog.SearchNode.Cluster;

/// <summary>
/// The clocks of the node: one refreshes in short intervals, one flushes, one merges. A merge may take minutes, and writers wait for
/// flushes; so neither waits for the other.
/// </summary>
internal sealed class Maintenance(Node node, IOptions<StoreOptions> options, TimeProvider time, ILogger<Maintenance> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(RefreshAsync(stoppingToken), FlushAsync(stoppingToken), MergeAsync(stoppingToken));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // A clean stop leaves nothing to replay.
        foreach (var index in node.State.Indices.Values.Where(index => index.Store.HasUnflushed))
        {
            await node.FlushAsync(index, cancellationToken);
        }
    }

    private async Task RefreshAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.RefreshMilliseconds), time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            node.RefreshAll();
        }
    }

    private async Task FlushAsync(CancellationToken stopping)
    {
        var isQuiet = true;
        while (!stopping.IsCancellationRequested)
        {
            await node.WaitForFlushAsync(TimeSpan.FromSeconds(1), stopping);
            // Off this thread: a flush computes for a second or so at a time.
            isQuiet = await Task.Run(() => TryFlushAsync(isQuiet, stopping), stopping);
        }
    }

    private async Task MergeAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            await Task.Run(() => TryMergeAsync(stopping), stopping);
        }
    }

    private async Task TryMergeAsync(CancellationToken stopping)
    {
        try
        {
            await node.MergeDueAsync(stopping);
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException)
        {
            Log.BackgroundFailed(log, wrong, "*");
        }
    }

    /// <summary>Flushes; when that was the end of some activity, the memory that it took is given back.</summary>
    private async Task<bool> TryFlushAsync(bool wasQuiet, CancellationToken stopping)
    {
        try
        {
            node.Contexts.RemoveExpired();
            await node.FlushDueAsync(stopping);
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException)
        {
            Log.BackgroundFailed(log, wrong, "*");
        }

        var isQuiet = !node.State.Indices.Values.Any(index => index.Store.HasUnflushed);
        if (isQuiet && !wasQuiet)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        return isQuiet;
    }
}

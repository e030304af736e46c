using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Cluster.Lifecycle;

/// <summary>Runs lifecycles in the intervals that the cluster settings say, which may change at any time.</summary>
internal sealed class LifecycleClock(Node node, TimeProvider time, ILogger<LifecycleClock> log) : BackgroundService
{
    /// <summary>How soon a changed interval is noticed.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(ClusterSettings.LifecyclePollInterval, () => node.Lifecycles.RunAsync(stoppingToken), stoppingToken),
        RepeatAsync(ClusterSettings.StreamLifecyclePollInterval, () => Task.Run(node.StreamLifecycles.Run, stoppingToken), stoppingToken));

    private async Task RepeatAsync(string interval, Func<Task> run, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Tick, time);
        DateTimeOffset? last = null;
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                var now = time.GetUtcNow();
                if (last is null || now - last >= Durations.Parse(node.State.Value(interval), interval))
                {
                    last = now;
                    await TryAsync(run);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops, or could not start.
        }
    }

    private async Task TryAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException)
        {
            Log.BackgroundFailed(log, wrong, "*");
        }
    }
}

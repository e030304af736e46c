using DistLog.SearchNode.Storage;
using Microsoft.Extensions.Options;

namespace DistLog.SearchNode.Cluster;

/// <summary>The clock of the node: refreshes in short intervals, and what else falls due.</summary>
internal sealed class Maintenance(Node node, IOptions<StoreOptions> options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.RefreshMilliseconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            node.RefreshAll();
        }
    }
}

using DistLog.Console.Live;
using DistLog.Console.Search;
using Microsoft.Extensions.Options;

namespace DistLog.Console.Overview;

/// <summary>Reads the counts once for all pages, while any is open.</summary>
internal sealed class CountsPoller(ILogStore store, CountsBoard board, LiveHub hub, TimeProvider time, IOptions<ConsoleOptions> options) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.CountsInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (hub.Open > 0)
            {
                await ReadAsync(stoppingToken);
            }
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var counts = await store.CountAsync(options.Value.CountsWindow, cancellationToken);
            board.Current = counts;
            hub.Publish(LiveMessages.Counts(counts));
        }
        catch (StoreException)
        {
            // The store has told the status board, which tells the pages; the next round asks again.
        }
    }
}

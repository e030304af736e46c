using DistLog.Shop;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace DistLog.Orders.Customers;

/// <summary>Places orders over HTTP at a steady rate, as the shop's customers would.</summary>
internal sealed class SimulatedCustomer(
    IServer server, IHostApplicationLifetime lifetime, IHttpClientFactory clients, IOptions<ShopOptions> options, TimeProvider time, ILogger<SimulatedCustomer> logger)
    : BackgroundService
{
    // Enough for 1,000 orders a second at 200 ms each; beyond it the shop is not keeping up, and more would only pile up.
    private const int MaxInFlight = 200;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private int _inFlight;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.OrdersPerSecond <= 0 || !await HasStartedAsync(stoppingToken) || OwnAddress.Find(server) is not { } address)
        {
            return;
        }

        Log.CustomerStarts(logger, options.Value.OrdersPerSecond, address);
        try
        {
            await ShopAsync(new Uri(address, "/orders"), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Closing time.
        }
    }

    private async Task ShopAsync(Uri orders, CancellationToken stopping)
    {
        var generator = new OrderGenerator(options.Value.Seed);
        var pace = new Pace(options.Value.OrdersPerSecond);
        using var timer = new PeriodicTimer(Tick, time);
        var last = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stopping))
        {
            var due = pace.Due(time.GetElapsedTime(last));
            last = time.GetTimestamp();
            var placed = Math.Min(due, MaxInFlight - Volatile.Read(ref _inFlight));
            for (var i = 0; i < placed; i++)
            {
                Interlocked.Increment(ref _inFlight);
                _ = PlaceAsync(orders, generator.Next(), stopping);
            }

            if (placed < due)
            {
                Log.CustomerHeldBack(logger, due - placed, MaxInFlight);
            }
        }
    }

    // What comes of it is the shop's to log: a customer only sees the answer.
    private async Task PlaceAsync(Uri orders, OrderRequest order, CancellationToken stopping)
    {
        try
        {
            using var client = clients.CreateClient(nameof(SimulatedCustomer));
            using var response = await client.PostAsJsonAsync(orders, order, stopping);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            Log.OrderLost(logger, failure.Message);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private async Task<bool> HasStartedAsync(CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onStart = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        using var onStop = stopping.Register(() => started.TrySetCanceled(stopping));
        await Task.WhenAny(started.Task);
        return started.Task.IsCompletedSuccessfully;
    }
}

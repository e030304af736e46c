namespace DistLog.Collector.Forward;

/// <summary>Says where the forward protocol listens, once it does.</summary>
internal sealed class ForwardAnnouncement(ForwardEndpoint endpoint, ILogger<ForwardAnnouncement> logger) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Log.ForwardListens(logger, endpoint.Address?.ToString() ?? "nothing");
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

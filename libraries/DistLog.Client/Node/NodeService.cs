using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistLog.Client.Node;

/// <summary>Registers the node when the application starts. The goodbye comes with the client's disposal, after the last log.</summary>
internal sealed class NodeService(DistLogClient client, ILoggerFactory loggers) : IHostedService, IDisposable
{
    private CrashReporter? _crashes;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        client.TellTroublesTo(loggers.CreateLogger("DistLog.Client"));
        client.Life.Start();
        _crashes = client.Settings.DisableCrashReport ? null : new CrashReporter(client);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _crashes?.Dispose();
}

using DistLog.Broker.Groups;
using DistLog.Broker.Topics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace DistLog.Broker.Hosting;

/// <summary>Takes the data directory and recovers the log before the listeners open; tells where they are once they are.</summary>
internal sealed class Startup(
    BrokerOptions options, TopicRegistry topics, OffsetStore offsets, BrokerHealth health, BrokerEndPoint self, IServer server,
    TimeProvider time, ILogger<Startup> logger) : IHostedLifecycleService, IDisposable
{
    private FileStream? _lock;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        _lock = LockDirectory();
        topics.Open();
        offsets.Open();
        health.Recovered();
        Log.Recovered(
            logger, topics.All.Count, topics.PartitionCount, (long)time.GetElapsedTime(started).TotalMilliseconds, options.DataDirectory);
        return Task.CompletedTask;
    }

    /// <summary>The Kafka listener is the first of the server's addresses.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var bound = BindingAddress.Parse(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        self.Port = options.AdvertisedPort ?? bound.Port;
        Log.Serving(logger, bound.Host, bound.Port, topics.ClusterId);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _lock?.Dispose();

    /// <summary>Two brokers in one directory would destroy it.</summary>
    private FileStream LockDirectory()
    {
        var path = Path.Combine(options.DataDirectory, ".lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held)
        {
            throw new InvalidOperationException(
                $"{path} is held by another broker: stop it, or set Broker:DataDirectory to another folder.", held);
        }
    }
}

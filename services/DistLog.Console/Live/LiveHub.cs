using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace DistLog.Console.Live;

/// <summary>Hands each live message to every open page that wants it.</summary>
internal sealed class LiveHub(IOptions<ConsoleOptions> options, ConsoleMetrics metrics, ILogger<LiveHub> logger)
{
    private readonly ConcurrentDictionary<LiveConnection, bool> _connections = new();
    private int _open;

    public int Open => Volatile.Read(ref _open);

    /// <summary>Opens a connection, or returns null where too many are open.</summary>
    public LiveConnection? TryConnect(LiveTopics topics)
    {
        if (Interlocked.Increment(ref _open) > options.Value.MaxConnections)
        {
            Log.TooManyPages(logger, Interlocked.Decrement(ref _open));
            return null;
        }

        var connection = new LiveConnection(topics | LiveTopics.Status, options.Value.ConnectionQueue, Close);
        _connections[connection] = true;
        metrics.PageOpened();
        return connection;
    }

    public void Publish(LiveMessage message)
    {
        foreach (var (connection, _) in _connections)
        {
            connection.Offer(message);
        }
    }

    private void Close(LiveConnection connection)
    {
        if (_connections.TryRemove(connection, out _))
        {
            Interlocked.Decrement(ref _open);
            metrics.PageClosed();
        }
    }
}

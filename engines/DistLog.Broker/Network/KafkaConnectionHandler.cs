using System.Net;
using Microsoft.AspNetCore.Connections;

namespace DistLog.Broker.Network;

/// <summary>Kestrel's entry for the Kafka port: one <see cref="KafkaConnection"/> each, up to a limit.</summary>
internal sealed class KafkaConnectionHandler : ConnectionHandler
{
    private readonly ApiTable _apis;
    private readonly BrokerOptions _options;
    private readonly RefusalLog _refusals;
    private readonly BrokerMetrics _metrics;
    private readonly ILogger _logger;
    private int _open;

    public KafkaConnectionHandler(
        ApiTable apis, BrokerOptions options, RefusalLog refusals, BrokerMetrics metrics, ILogger<KafkaConnectionHandler> logger)
    {
        (_apis, _options, _refusals, _metrics, _logger) = (apis, options, refusals, metrics, logger);
        metrics.ObserveConnections(() => Volatile.Read(ref _open));
    }

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var peer = (connection.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "?";
        try
        {
            if (Interlocked.Increment(ref _open) > _options.MaxConnections)
            {
                _refusals.Refused(peer, $"{_options.MaxConnections} connections are open (Broker:MaxConnections)");
                return;
            }

            await new KafkaConnection(connection, peer, _apis, _options, _refusals, _metrics, _logger).RunAsync();
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}

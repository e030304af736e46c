using System.Net;
using Microsoft.AspNetCore.Connections;

namespace DistLog.Broker.Network;

/// <summary>Kestrel's entry for the Kafka port: one <see cref="KafkaConnection"/> each, up to a limit.</summary>
internal sealed class KafkaConnectionHandler(
    ApiTable apis, BrokerOptions options, RefusalLog refusals, ILogger<KafkaConnectionHandler> logger) : ConnectionHandler
{
    private int _open;

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var peer = (connection.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "?";
        try
        {
            if (Interlocked.Increment(ref _open) > options.MaxConnections)
            {
                refusals.Refused(peer, $"{options.MaxConnections} connections are open (Broker:MaxConnections)");
                return;
            }

            await new KafkaConnection(connection, peer, apis, options, refusals, logger).RunAsync();
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}

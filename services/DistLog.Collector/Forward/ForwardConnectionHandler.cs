using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace DistLog.Collector.Forward;

/// <summary>Serves the forward protocol on Kestrel's connections, and turns whatever ends one into a line that says why.</summary>
internal sealed class ForwardConnectionHandler(ForwardServices services, CollectorMetrics metrics, TimeProvider time, ILogger<ForwardConnectionHandler> logger)
    : ConnectionHandler
{
    private readonly LogLimiter _refusals = new(time);

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var peer = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.Loopback;
        using var session = new ForwardSession(services, connection.Transport, peer);
        using var stopping = StopToken(connection).Register(session.Close);
        try
        {
            await session.RunAsync();
        }
        catch (PeerException e)
        {
            Refuse(connection, e);
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException or ConnectionResetException)
        {
            // The peer is gone; what it sent is on its way, and what it wanted acknowledged it will send again.
        }
        catch (Exception e)
        {
            Log.ConnectionBroke(logger, connection.RemoteEndPoint?.ToString() ?? connection.ConnectionId, e);
        }
    }

    private static CancellationToken StopToken(ConnectionContext connection) =>
        connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;

    private void Refuse(ConnectionContext connection, PeerException e)
    {
        metrics.Rejected(e.Kind);
        if (_refusals.Allows(out var suppressed))
        {
            Log.PeerRefused(logger, connection.RemoteEndPoint?.ToString() ?? connection.ConnectionId, e.Message, suppressed);
        }
    }
}

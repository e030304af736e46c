using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace DistLog.Collector.Forward;

/// <summary>Where the forward protocol listens.</summary>
internal sealed class ForwardEndpoint(IOptions<CollectorOptions> options)
{
    private ListenOptions? _listener;

    /// <summary>The address, with the port that the system chose where 0 was asked for; known when the host has started.</summary>
    public IPEndPoint? Address => _listener?.IPEndPoint;

    /// <summary>Adds the listener to Kestrel.</summary>
    public void Listen(KestrelServerOptions kestrel) =>
        kestrel.Listen(IPAddress.Parse(options.Value.ForwardAddress), options.Value.ForwardPort, listener =>
        {
            _listener = listener;
            listener.UseConnectionHandler<ForwardConnectionHandler>();
        });
}

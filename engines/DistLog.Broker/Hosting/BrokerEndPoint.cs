using System.Net;

namespace DistLog.Broker.Hosting;

/// <summary>This node as clients see it: the only broker, leader of everything.</summary>
internal sealed class BrokerEndPoint(BrokerOptions options)
{
    public const int NodeId = 1;

    /// <summary>The replicas of every partition.</summary>
    public static readonly int[] Replicas = [NodeId];

    /// <summary>The numeric address rather than "localhost", which some clients try on IPv6 first.</summary>
    public string Host { get; } = options.AdvertisedHost
        ?? (IPAddress.TryParse(options.Host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            ? "127.0.0.1"
            : options.Host);

    /// <summary>Set once the listener is bound, when the port was left to the system.</summary>
    public int Port { get; set; } = options.AdvertisedPort ?? options.Port;
}

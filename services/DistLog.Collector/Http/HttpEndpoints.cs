using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DistLog.Collector.Http;

/// <summary>Listens on the addresses of ASPNETCORE_URLS.</summary>
/// <remarks>Kestrel reads that variable itself only where code adds no listener of its own, and the forward protocol's is one.</remarks>
internal static class HttpEndpoints
{
    // Fluentd's port for HTTP.
    private const string DefaultUrl = "http://127.0.0.1:9880";

    /// <param name="kestrel">What listens.</param>
    /// <param name="urls">One or more, separated by semicolons; unset: <c>http://127.0.0.1:9880</c>.</param>
    public static void Listen(KestrelServerOptions kestrel, string? urls)
    {
        foreach (var url in (string.IsNullOrWhiteSpace(urls) ? DefaultUrl : urls).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Listen(kestrel, BindingAddress.Parse(url));
        }
    }

    private static void Listen(KestrelServerOptions kestrel, BindingAddress address)
    {
        Action<ListenOptions> configure = address.Scheme == Uri.UriSchemeHttps ? listener => listener.UseHttps() : _ => { };
        if (IPAddress.TryParse(address.Host, out var ip))
        {
            kestrel.Listen(ip, address.Port, configure);
        }
        else if (address.Host == "localhost" && address.Port != 0)
        {
            kestrel.ListenLocalhost(address.Port, configure);
        }
        else if (address.Host == "localhost")
        {
            kestrel.Listen(IPAddress.Loopback, 0, configure); // both families can't share a port that is not known yet
        }
        else
        {
            kestrel.ListenAnyIP(address.Port, configure);
        }
    }
}

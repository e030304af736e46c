using System.Net;

namespace DistLog.SearchNode.Security;

/// <summary>Keeps a node without a password from listening to other machines by mistake.</summary>
internal static class ListenCheck
{
    /// <exception cref="InvalidOperationException">It would listen beyond this machine, and anybody there could read and delete everything.</exception>
    public static void Run(IConfiguration configuration)
    {
        var options = configuration.GetSection(SecurityOptions.Section).Get<SecurityOptions>() ?? new SecurityOptions();
        if (options.IsOn || options.AllowInsecureRemote)
        {
            return;
        }

        if (Addresses(configuration).FirstOrDefault(address => !IsLocal(address)) is { } remote)
        {
            throw new InvalidOperationException($"The search node would listen on {remote}, beyond this machine, and anybody there could read and delete everything. Set SearchNode__Security__Password, or listen on 127.0.0.1, or, where only friends can reach it, set SearchNode__Security__AllowInsecureRemote=true.");
        }
    }

    private static IEnumerable<string> Addresses(IConfiguration configuration) =>
    [
        .. Split(configuration["urls"]),
        // A port alone means every address of the machine.
        .. Split(configuration["http_ports"]).Concat(Split(configuration["https_ports"])).Where(_ => string.IsNullOrEmpty(configuration["urls"])).Select(port => $"http://*:{port}"),
        .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>(),
    ];

    private static string[] Split(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>True for this machine's own names and addresses, and for Unix sockets.</summary>
    public static bool IsLocal(string address)
    {
        var host = BindingAddress.Parse(address);
        return host.IsUnixPipe || IsLocalHost(host.Host);
    }

    public static bool IsLocalHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

using DistLog.Client;
using DistLog.Client.Events;
using DistLog.Client.Forward;
using DistLog.Client.Node;
using DistLog.Contracts;

namespace DistLog.Tests.Client;

/// <summary>Makes clients for tests: no linger, quick attempts, patient ends.</summary>
internal static class Clients
{
    public static DistLogClient Create(string connectionString, Action<DistLogClientSettings>? configure = null, TimeProvider? time = null)
    {
        var settings = new DistLogClientSettings
        {
            ConnectionString = connectionString,
            LingerMs = 0,
            MinBackoffMs = 1,
            MaxBackoffMs = 20,
            ShutdownFlushMs = 20_000,
            CrashFlushMs = 20_000,
        };
        configure?.Invoke(settings);
        var endpoint = SettingsValidator.Validate(settings, "ConnectionStrings:distlog");
        return new DistLogClient(settings, endpoint, new NodeIdentity("TestService", "test-1"), time ?? TimeProvider.System);
    }

    public static void Log(this DistLogClient client, Severity severity, string message) => client.Write(new LogRecord
    {
        Severity = severity,
        Message = message,
        Properties = DistLogClient.RentProperties(),
    });

    public static async Task FlushWithinAsync(this DistLogClient client, TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        await client.FlushAsync(deadline.Token);
    }

    /// <summary>A port where nobody listens.</summary>
    public static string Nowhere()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        return new ForwardEndpoint("127.0.0.1", port).ToString();
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DistLog.Tests.Support;

namespace DistLog.Tests.Broker;

/// <summary>A broker as a process of its own, with a data folder that outlives it, so that it can be killed and started again.</summary>
internal sealed class BrokerProcess : IAsyncDisposable
{
    private readonly string[] _settings;
    private Process _process;

    private BrokerProcess(string[] settings)
    {
        _settings = settings;
        DataDirectory = Directory.CreateTempSubdirectory("distlog-broker-").FullName;
        (Port, HttpPort) = (FreePort(), FreePort());
        _process = Launch();
    }

    public string DataDirectory { get; }

    public int Port { get; }

    public int HttpPort { get; }

    public string Bootstrap => $"127.0.0.1:{Port}";

    public bool HasExited => _process.HasExited;

    /// <param name="settings">For instance <c>--Broker:SegmentBytes=1000000</c>.</param>
    public static async Task<BrokerProcess> StartAsync(params string[] settings)
    {
        var broker = new BrokerProcess(settings);
        await broker.ReadyAsync();
        return broker;
    }

    /// <summary>kill -9: nothing of the process runs any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task RestartAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        _process = Launch();
        await ReadyAsync();
    }

    public Task<KafkaWire> ConnectAsync() => KafkaWire.ConnectAsync(Port);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        Directory.Delete(DataDirectory, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Launch()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "DistLog.Broker.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--port", $"{Port}", "--data", DataDirectory, .. _settings]);
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{HttpPort}";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        return Process.Start(start)!;
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient();
        await Wait.ForAsync("the broker is healthy", async () =>
        {
            try
            {
                return (await http.GetAsync(new Uri($"http://127.0.0.1:{HttpPort}/health"))).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                Assert.False(_process.HasExited, "the broker ended at its start");
                return false;
            }
        });
    }
}

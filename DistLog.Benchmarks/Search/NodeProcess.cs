using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DistLog.Benchmarks.Search;

/// <summary>A search node in a process of its own, so that its CPU time and its memory are its alone.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);

    private readonly string _data;
    private Process _process = null!;

    private NodeProcess(string data) => _data = data;

    public HttpClient Client { get; private set; } = null!;

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public int Id => _process.Id;

    public static async Task<NodeProcess> StartAsync(string data)
    {
        var node = new NodeProcess(data);
        await node.StartAsync();
        return node;
    }

    /// <summary>Stops and starts on the same data; returns the time from the start to the first answer.</summary>
    public async Task<TimeSpan> RestartAsync()
    {
        await StopAsync();
        return await StartAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task<TimeSpan> StartAsync()
    {
        var port = FreePort();
        var program = Path.Combine(AppContext.BaseDirectory, "DistLog.SearchNode.dll");
        var watch = Stopwatch.StartNew();
        _process = Process.Start(new ProcessStartInfo("dotnet", [program, "--port", port.ToString(CultureInfo.InvariantCulture), "--data", _data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, line) => ShowTrouble(line.Data);
        _process.ErrorDataReceived += (_, line) => ShowTrouble(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(10) };
        while (!await IsAliveAsync())
        {
            if (_process.HasExited || watch.Elapsed > StartDeadline)
            {
                throw new InvalidOperationException("the search node didn't start");
            }

            await Task.Delay(Interval);
        }

        return watch.Elapsed;
    }

    private static void ShowTrouble(string? line)
    {
        if (line?.Contains("warn", StringComparison.OrdinalIgnoreCase) == true || line?.Contains("fail", StringComparison.OrdinalIgnoreCase) == true)
        {
            Console.Error.WriteLine($"search node: {line}");
        }
    }

    /// <summary>As SIGTERM does, so that nothing is left to replay.</summary>
    private async Task StopAsync()
    {
        Client.Dispose();
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> IsAliveAsync()
    {
        try
        {
            using var response = await Client.GetAsync(new Uri("/alive", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

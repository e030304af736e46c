using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using DistLog.Tests.Support;

namespace DistLog.Tests.EndToEnd;

/// <summary>The AppHost as a process of its own, as <c>dotnet run --project DistLog.AppHost</c> starts it.</summary>
internal sealed partial class HostProcess : IDisposable
{
    private const int SigInt = 2;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private HostProcess(string data, IReadOnlyDictionary<string, int> ports)
    {
        Ports = ports;
        // As a script starts it with "&": with SIGINT ignored.
        var start = new ProcessStartInfo("sh", ["-c", "trap '' INT; exec dotnet \"$@\"", "sh", AppHostAssembly()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, port) in ports)
        {
            start.ArgumentList.Add($"--Ports:{name}={port.ToString(CultureInfo.InvariantCulture)}");
        }

        start.ArgumentList.Add("--Shop:CrashRate=0");
        start.Environment["DISTLOG_DATA"] = data;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The fixed ports by setting: Forward, Http, Kafka, Elasticsearch, Console.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; }

    public string Output => string.Join('\n', _lines);

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public static HostProcess Start(string data) => new(data, FreePorts());

    public static HostProcess Start(string data, IReadOnlyDictionary<string, int> ports) => new(data, ports);

    public static Dictionary<string, int> FreePorts()
    {
        string[] names = ["Forward", "Http", "Kafka", "Elasticsearch", "Console"];
        var listeners = names.Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        Array.ForEach(listeners, listener => listener.Start());
        var ports = names.Zip(listeners, (name, listener) => (name, ((IPEndPoint)listener.LocalEndpoint).Port)).ToDictionary();
        Array.ForEach(listeners, listener => listener.Stop());
        return ports;
    }

    /// <summary>Waits until the console, which starts last, is healthy.</summary>
    public async Task HealthyAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Ports["Console"]}") };
        await Wait.ForAsync("the console to be healthy", async () => !HasExited && await AnswersAsync(http), TimeSpan.FromMinutes(1));
    }

    /// <summary>Ctrl+C.</summary>
    public void Interrupt() => Assert.Equal(0, Signal(_process.Id, SigInt));

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    public Task ExitAsync(TimeSpan deadline) => Wait.ForAsync("the host to exit; it said:\n" + Output, () => HasExited, deadline);

    public void Dispose()
    {
        if (!HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/health");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string AppHostAssembly() =>
        Path.Combine(
            Projects.DistLog_AppHost.ProjectPath,
            "bin",
            new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
            "net10.0",
            "DistLog.AppHost.dll");

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using DistLog.Tests.Support;

namespace DistLog.Tests.SearchNode.Crash;

/// <summary>The search node as a program of its own, which can be killed.</summary>
internal sealed class NodeProgram : IDisposable
{
    private static readonly TimeSpan RequestDeadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private NodeProgram(Process process, int port)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = RequestDeadline };
    }

    public HttpClient Client { get; }

    public bool HasEnded => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>What it printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts it; small buffers, so that it flushes and merges all the time.</summary>
    public static NodeProgram Start(string data, params string[] settings) => StartWith([], data, settings);

    /// <summary>Starts it by another program that runs it.</summary>
    public static NodeProgram StartWith(string[] runner, string data, params string[] settings)
    {
        var port = FreePort();
        var program = Path.Combine(AppContext.BaseDirectory, "DistLog.SearchNode.dll");
        string[] command = [.. runner, "dotnet"];
        var start = new ProcessStartInfo(command[0], [.. command[1..], program, "--port", port.ToString(CultureInfo.InvariantCulture), "--data", data, "--SearchNode:BufferMegabytes", "1", "--SearchNode:FlushSeconds", "1", .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var node = new NodeProgram(Process.Start(start)!, port);
        node._process.OutputDataReceived += (_, line) => node.Note(line.Data);
        node._process.ErrorDataReceived += (_, line) => node.Note(line.Data);
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        return node;
    }

    public Task AliveAsync() => Wait.ForAsync("the node", async () =>
    {
        Assert.False(_process.HasExited, $"the node ended at its start:\n{Output}");
        try
        {
            using var response = await Client.GetAsync(new Uri("/alive", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }, TimeSpan.FromSeconds(60));

    public async Task<JsonNode> DoAsync(HttpMethod method, string path, string? body = null)
    {
        var (status, answer) = await SendAsync(method, path, body);
        Assert.True(status is >= 200 and < 300, $"{path}: {status} {answer}");
        return JsonNode.Parse(answer)!;
    }

    public async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    public Task EndAsync() => _process.WaitForExitAsync();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        Client.Dispose();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

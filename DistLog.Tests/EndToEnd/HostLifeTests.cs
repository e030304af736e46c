using System.Net;
using System.Net.Sockets;
using System.Text;
using DistLog.Tests.Support;

namespace DistLog.Tests.EndToEnd;

/// <summary>What a user at a terminal does to the host: Ctrl+C, another start, kill -9, a port that is taken.</summary>
[Collection(EndToEndTests.Name)]
public sealed class HostLifeTests : IAsyncLifetime
{
    private static readonly TimeSpan StopPromise = TimeSpan.FromSeconds(10);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("distlog-host-");

    public Task InitializeAsync() => Task.CompletedTask;

    // A process that is being killed may still write for a moment.
    public Task DisposeAsync() => Wait.ForAsync("the data folder to be left alone", IsDeleted);

    [Fact]
    public async Task After_ctrl_c_the_next_start_still_has_the_data()
    {
        var word = "kept" + Guid.NewGuid().ToString("N");
        using (var first = HostProcess.Start(_data.FullName))
        {
            await first.HealthyAsync();
            await PostAsync(first, word);
            first.Interrupt();
            await first.ExitAsync(StopPromise);
            Assert.Equal(0, first.ExitCode);
            AssertNobodyListens(first);
        }

        using var second = HostProcess.Start(_data.FullName);
        await second.HealthyAsync();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{second.Ports["Elasticsearch"]}") };
        await new Store(http).FindsAsync("logs", $"message:{word}", 1);
        second.Interrupt();
        await second.ExitAsync(StopPromise);
    }

    [Fact]
    public async Task A_killed_host_leaves_no_process_behind()
    {
        using var host = HostProcess.Start(_data.FullName);
        await host.HealthyAsync();
        host.Kill();
        await Wait.ForAsync("every port to be free", () => host.Ports.Values.All(IsFree), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_its_resource_and_setting()
    {
        var ports = HostProcess.FreePorts();
        using var other = new TcpListener(IPAddress.Loopback, ports["Http"]);
        other.Start();
        using var host = HostProcess.Start(_data.FullName, ports);
        await host.ExitAsync(TimeSpan.FromSeconds(30));

        Assert.NotEqual(0, host.ExitCode);
        Assert.Contains($"{ports["Http"]}", host.Output, StringComparison.Ordinal);
        Assert.Contains("collector", host.Output, StringComparison.Ordinal);
        Assert.Contains("Ports:Http", host.Output, StringComparison.Ordinal);
    }

    private static async Task PostAsync(HostProcess host, string word)
    {
        using var http = new HttpClient();
        using var content = new StringContent($"{{\"message\":\"{word}\"}}", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync($"http://127.0.0.1:{host.Ports["Http"]}/host.life", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static void AssertNobodyListens(HostProcess host) =>
        Assert.All(host.Ports, port => Assert.True(IsFree(port.Value), $"port {port.Value} ({port.Key}) is still open"));

    private bool IsDeleted()
    {
        try
        {
            _data.Delete(recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.Testing;
using DistLog.Tests.Support;

namespace DistLog.Tests.EndToEnd;

/// <summary>Promise 5: bad input is answered or cut off, and stops nothing.</summary>
[Collection(EndToEndTests.Name)]
public sealed class GarbageTests(RunningApplication application)
{
    public static TheoryData<string, byte[]> Garbage()
    {
        var random = new Random(20_261_120);
        var noise = new byte[64 * 1024];
        random.NextBytes(noise);
        byte[] hugeFrame = [0x06, 0x40, 0x00, 0x00, .. noise[..1024]];
        byte[] hugeMessagePack = [0x93, 0xa1, (byte)'t', 0xc6, 0x06, 0x40, 0x00, 0x00, .. noise[..1024]];
        return new()
        {
            { "random bytes", noise },
            { "a frame of 100 MB announced", hugeFrame },
            { "a MessagePack string of 100 MB announced", hugeMessagePack },
            { "deeply nested MessagePack", [.. Enumerable.Repeat((byte)0x91, 100_000)] },
            { "a negative length", [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0] },
            { "half an HTTP request", "POST /logs/_bulk HTTP/1.1\r\nContent-Length: 10\r\n\r\n{"u8.ToArray() },
        };
    }

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_on_every_port_stops_nothing(string kind, byte[] garbage)
    {
        foreach (var port in Ports())
        {
            await SendAsync(port, garbage);
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await application.HealthyAsync(timeout.Token);
        await ArrivesAsync($"after{kind.Replace(" ", "", StringComparison.Ordinal)}{Guid.NewGuid():N}");
    }

    [Theory]
    [InlineData("{\"message\": \"unfinished")]
    [InlineData("[1, 2")]
    [InlineData("\u0000\u0001")]
    public async Task Broken_json_is_refused_with_the_reason(string body)
    {
        using var http = new HttpClient { BaseAddress = application.Collector };
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/garbage", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotEmpty(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_wrong_method_is_refused()
    {
        using var http = new HttpClient { BaseAddress = application.Collector };
        using var answer = await http.DeleteAsync("/garbage");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private int[] Ports() =>
    [
        application.Forward.Port,
        application.Collector.Port,
        application.Console.Port,
        application.App.GetEndpoint("broker", "kafka").Port,
        application.App.GetEndpoint("searchnode", "http").Port,
    ];

    private static async Task SendAsync(int port, byte[] garbage)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(garbage);
            client.Client.Shutdown(SocketShutdown.Send);
            var buffer = new byte[4096];
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            while (await stream.ReadAsync(buffer, patience.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // Cut off, or left waiting for the rest: both are fine, as long as the server lives on.
        }
    }

    private async Task ArrivesAsync(string word)
    {
        using var http = new HttpClient { BaseAddress = application.Collector };
        using var content = new StringContent($"{{\"message\":\"{word}\"}}", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/after.garbage", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await application.Store.FindsAsync("logs", $"message:{word}", 1);
    }
}

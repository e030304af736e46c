using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using DistLog.Tests.Support;

namespace DistLog.Tests.SearchNode;

/// <summary>The real process, killed while writers are at work: every acknowledged document must be there afterwards, once.</summary>
public sealed class DurabilityTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("distlog-kill-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Kill_9_under_load_loses_nothing_acknowledged_and_doubles_nothing(int seed)
    {
        var random = new Random(seed);
        var acknowledged = new HashSet<string>();
        var next = 0;
        for (var round = 0; round < 4; round++)
        {
            var port = FreePort();
            using var process = Start(port);
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(60) };
            await WaitUntilAliveAsync(client, process);
            var stopAfter = random.Next(5, 40);
            for (var batch = 0; batch < stopAfter - 1; batch++)
            {
                next = await WriteAsync(client, next, random.Next(1, 400), acknowledged);
            }

            // The last one is cut off in the middle; what of it arrived is unknown.
            var last = WriteAsync(client, next, 400, acknowledged);
            process.Kill();
            next = await IgnoreFailure(last, next + 400);
            await process.WaitForExitAsync();
        }

        await CheckAsync(acknowledged, next);
    }

    private async Task CheckAsync(HashSet<string> acknowledged, int next)
    {
        await using var node = await TestNode.StartAsync(_data);
        var found = new List<string>();
        for (var after = ""; ;)
        {
            var page = await node.DoAsync("POST", "/logs/_search", $$"""{"size":5000,"sort":[{"n":"asc"}]{{after}}}""");
            var hits = page["hits"]!["hits"]!.AsArray();
            if (hits.Count == 0)
            {
                break;
            }

            found.AddRange(hits.Select(hit => hit!["_id"]!.GetValue<string>()));
            after = $",\"search_after\":{hits[^1]!["sort"]!.ToJsonString()}";
        }

        Assert.Equal(found.Count, found.Distinct().Count());
        Assert.Empty(acknowledged.Except(found));
        Assert.All(found, id => Assert.InRange(int.Parse(id, CultureInfo.InvariantCulture), 0, next));
    }

    private static async Task<int> IgnoreFailure(Task<int> write, int otherwise)
    {
        try
        {
            return await write;
        }
        catch (HttpRequestException)
        {
            return otherwise;
        }
    }

    private static async Task<int> WriteAsync(HttpClient client, int next, int count, HashSet<string> acknowledged)
    {
        var body = new StringBuilder();
        for (var n = next; n < next + count; n++)
        {
            body.Append(CultureInfo.InvariantCulture, $"{{\"create\":{{\"_id\":\"{n}\"}}}}\n{{\"n\":{n},\"message\":\"event number {n}\",\"level\":\"INFO\"}}\n");
        }

        using var response = await client.PostAsync(new Uri("/logs/_bulk", UriKind.Relative), new StringContent(body.ToString(), Encoding.UTF8, "application/x-ndjson"));
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        foreach (var item in answer["items"]!.AsArray())
        {
            Assert.Contains(item!["create"]!["status"]!.GetValue<int>(), new[] { 201, 409 });
            acknowledged.Add(item["create"]!["_id"]!.GetValue<string>());
        }

        return next + count;
    }

    private Process Start(int port)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "DistLog.SearchNode.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--port", port.ToString(CultureInfo.InvariantCulture), "--data", _data, "--SearchNode:BufferMegabytes", "1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static Task WaitUntilAliveAsync(HttpClient client, Process process) => Wait.ForAsync("the node", async () =>
    {
        Assert.False(process.HasExited, "the node ended at its start");
        try
        {
            using var response = await client.GetAsync(new Uri("/alive", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

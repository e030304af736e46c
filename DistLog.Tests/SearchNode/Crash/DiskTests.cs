using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DistLog.Tests.Support;

namespace DistLog.Tests.SearchNode.Crash;

/// <summary>Disks that run full or fail: writes are refused or the process ends, reads go on, and nothing acknowledged is lost.</summary>
public sealed class DiskTests
{
    private const int BatchSize = 500;

    private int _sent;
    private int _acknowledged;

    [LoopDiskFact]
    public async Task A_disk_that_runs_full_refuses_writes_serves_reads_and_recovers_by_itself()
    {
        using var disk = new LoopDisk(megabytes: 160);
        using var node = NodeProgram.Start(Path.Combine(disk.Path, "data"), "--SearchNode:MinimumFreeMegabytes", "64");
        await node.AliveAsync();
        var ballast = Path.Combine(disk.Path, "ballast");
        await WriteAsync(node);
        FillUp(disk, ballast, leave: 40L << 20);
        await Wait.ForAsync("writes to be refused", async () => await WriteAsync(node) == 429);
        await node.DoAsync(HttpMethod.Post, "/full/_refresh");
        Assert.Equal(_acknowledged, (await node.DoAsync(HttpMethod.Get, "/full/_count"))["count"]!.GetValue<int>());
        Assert.False(node.HasEnded);
        File.Delete(ballast);
        await Wait.ForAsync("writes to be taken again", async () => await WriteAsync(node) == 200);
        await CheckAsync(node);
    }

    /// <summary>The margin of free space is off, so that the log meets the end of the disk.</summary>
    [LoopDiskFact]
    public async Task A_disk_without_any_room_ends_the_node_and_loses_nothing()
    {
        using var disk = new LoopDisk(megabytes: 160);
        var data = Path.Combine(disk.Path, "data");
        var ballast = Path.Combine(disk.Path, "ballast");
        using (var node = NodeProgram.Start(data, "--SearchNode:MinimumFreeMegabytes", "0"))
        {
            await node.AliveAsync();
            await WriteAsync(node);
            FillUp(disk, ballast, leave: 5L << 20);
            await Wait.ForAsync("the disk to be full", async () => node.HasEnded || await TryWriteAsync(node) is null or >= 400);
        }

        File.Delete(ballast);
        using var again = NodeProgram.Start(data, "--SearchNode:MinimumFreeMegabytes", "0");
        await again.AliveAsync();
        await CheckAsync(again);
        Assert.Equal(200, await WriteAsync(again));
    }

    /// <summary>After a failed sync the page cache lies, so the process must not go on. The runtime's own calls would not notice.</summary>
    [ThirdPartyFact("strace")]
    public async Task A_failed_sync_ends_the_node_and_loses_nothing()
    {
        var data = Directory.CreateTempSubdirectory("distlog-eio-").FullName;
        for (var nth = 1; nth <= 31; nth += 10)
        {
            using var node = NodeProgram.StartWith(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", $"inject=fdatasync:error=EIO:when={nth + 5}"], data);
            await Wait.ForAsync("the node to notice", async () => node.HasEnded || (await TryWriteAsync(node) is null && node.HasEnded), TimeSpan.FromSeconds(60));
            await node.EndAsync();
            Assert.NotEqual(0, node.ExitCode);
            Assert.Contains("errno 5", node.Output, StringComparison.Ordinal);
        }

        using (var again = NodeProgram.Start(data))
        {
            await again.AliveAsync();
            await CheckAsync(again);
        }

        Directory.Delete(data, recursive: true);
    }

    private static void FillUp(LoopDisk disk, string path, long leave)
    {
        using var file = File.Create(path);
        var block = new byte[1 << 20];
        while (new DriveInfo(disk.Path).AvailableFreeSpace > leave + block.Length)
        {
            file.Write(block);
        }
    }

    private async Task CheckAsync(NodeProgram node)
    {
        await node.DoAsync(HttpMethod.Post, "/_refresh");
        var (status, text) = await node.SendAsync(HttpMethod.Post, "/full/_search", """{"size":0,"track_total_hits":true,"aggs":{"batches":{"histogram":{"field":"n","interval":500,"min_doc_count":1}}}}""");
        if (status == 404 && _acknowledged == 0)
        {
            return;
        }

        var answer = JsonNode.Parse(text)!;
        var found = answer["hits"]!["total"]!["value"]!.GetValue<int>();
        // What was sent without an answer may be there or not, but nothing twice.
        Assert.InRange(found, _acknowledged, _sent);
        Assert.All(answer["aggregations"]!["batches"]!["buckets"]!.AsArray(), batch => Assert.InRange(batch!["doc_count"]!.GetValue<int>(), 1, BatchSize));
    }

    private async Task<int?> TryWriteAsync(NodeProgram node)
    {
        try
        {
            return await WriteAsync(node);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Sends a batch with new numbers and returns the status of the answer, or of its first item that failed.</summary>
    private async Task<int> WriteAsync(NodeProgram node)
    {
        var body = new StringBuilder();
        for (var i = 0; i < BatchSize; i++, _sent++)
        {
            body.Append(CultureInfo.InvariantCulture, $"{{\"create\":{{\"_id\":\"{_sent}\"}}}}\n{{\"n\":{_sent},\"noise\":\"{Convert.ToHexString(Guid.NewGuid().ToByteArray())}{Convert.ToHexString(Guid.NewGuid().ToByteArray())}\"}}\n");
        }

        var (status, text) = await node.SendAsync(HttpMethod.Post, "/full/_bulk", body.ToString());
        if (status != 200)
        {
            return status;
        }

        var statuses = JsonNode.Parse(text)!["items"]!.AsArray().Select(item => item!["create"]!["status"]!.GetValue<int>()).ToArray();
        _acknowledged += statuses.Count(found => found == 201);
        return statuses.Where(found => found != 201).Append(200).First();
    }
}

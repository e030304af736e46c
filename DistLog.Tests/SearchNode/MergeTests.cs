using DistLog.Tests.Support;

namespace DistLog.Tests.SearchNode;

/// <summary>Merges at their edges.</summary>
public sealed class MergeTests
{
    /// <summary>A merge of nothing that leaves its sources would be due again at once, for ever.</summary>
    [Fact]
    public async Task Segments_whose_documents_are_all_deleted_go_away()
    {
        await using var node = await TestNode.StartAsync(null, "--SearchNode:FlushSeconds", "86400");
        for (var part = 0; part < 9; part++)
        {
            await node.BulkAsync("m", $$$"""{"index":{"_id":"{{{part}}}"}}""" + "\n{\"n\":1}\n");
            await node.DoAsync("POST", "/m/_flush");
        }

        await node.BulkAsync("m", string.Concat(Enumerable.Range(0, 9).Select(id => $"{{\"delete\":{{\"_id\":\"{id}\"}}}}\n")));
        await node.DoAsync("POST", "/m/_flush");
        await Wait.ForAsync("no segment to be left", () => node.Node.State.Indices["m"].Store.SegmentCount == 0 && Directory.GetFiles(node.DataDirectory, "*.seg", SearchOption.AllDirectories).Length == 0);
        await node.RestartAsync();
        Assert.Equal(0, (await node.DoAsync("GET", "/m/_count"))["count"]!.GetValue<int>());
        await node.BulkAsync("m", "{\"create\":{\"_id\":\"1\"}}\n{\"n\":1}\n");
    }
}

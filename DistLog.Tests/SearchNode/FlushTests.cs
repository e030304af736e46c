using DistLog.SearchNode.Storage;

namespace DistLog.Tests.SearchNode;

/// <summary>What happens to the documents of a flush while it goes on.</summary>
public sealed class FlushTests
{
    [Fact]
    public async Task A_document_deleted_while_its_segment_is_being_written_stays_deleted()
    {
        await using var node = await TestNode.StartAsync();
        await node.FillAsync("d", [.. Enumerable.Range(0, 10).Select(n => $$"""{"n":{{n}}}""")]);
        var store = node.Node.State.Indices["d"].Store;
        // The mapping is saved when the segment's file is there and the buffer not yet gone.
        await store.FlushAsync(() => store.Write(WriteKind.Delete, "3"u8, default, null, default), default);
        await node.DoAsync("POST", "/d/_refresh");
        Assert.Equal("0,1,2,4,5,6,7,8,9", await node.IdsAsync("d", """{"match_all":{}}"""));
        Assert.Equal(404, (await node.SendAsync("GET", "/d/_doc/3")).Status);
        await node.RestartAsync();
        Assert.Equal("0,1,2,4,5,6,7,8,9", await node.IdsAsync("d", """{"match_all":{}}"""));
    }
}

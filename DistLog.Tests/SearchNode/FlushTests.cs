using DistLog.SearchNode.Documents;
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

    [Fact]
    public async Task A_flush_need_not_wait_for_a_merge_that_is_under_way()
    {
        await using var node = await TestNode.StartAsync();
        for (var round = 0; round < 2; round++)
        {
            await node.DoAsync("PUT", $"/d/_doc/{round}?refresh=true", """{"n":1}""");
            await node.DoAsync("POST", "/d/_flush");
        }

        var index = node.Node.State.Indices["d"];
        var flushes = 0;
        await index.Store.MergeAsync((source, parser) => { flushes += WriteAndFlush(node, index.Store, flushes); index.Parse(source.Span, parser); }, all: true, long.MaxValue, default);
        Assert.Equal(1, flushes);
        Assert.Equal(2, index.Store.SegmentCount);
        await node.DoAsync("POST", "/d/_refresh");
        Assert.Equal("0,new", await node.IdsAsync("d", """{"match_all":{}}"""));
        await node.RestartAsync();
        Assert.Equal("0,new", await node.IdsAsync("d", """{"match_all":{}}"""));
    }

    /// <summary>In the middle of a merge: a new document, a deletion of one that is being merged, and a flush.</summary>
    private static int WriteAndFlush(TestNode node, IndexStore store, int flushes)
    {
        if (flushes > 0)
        {
            return 0;
        }

        var parser = new DocumentParser();
        node.Node.State.Indices["d"].Parse("""{"n":2}"""u8, parser);
        store.Write(WriteKind.Create, "new"u8, """{"n":2}"""u8, parser, default);
        store.Write(WriteKind.Delete, "1"u8, default, null, default);
        store.FlushAsync(() => { }, default).Wait();
        return 1;
    }
}

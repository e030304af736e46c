using System.Text;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Storage.Segments;

namespace DistLog.Tests.SearchNode;

/// <summary>A full block is the same to readers before, while and after it is encoded.</summary>
public sealed class MemoryBufferTests
{
    private static readonly IndexMapping Mapping = MappingCompiler.Compile((JsonObject)JsonNode.Parse("""{"dynamic":false,"properties":{"n":{"type":"long"},"s":{"type":"keyword"}}}""")!, MappingSettings.Default);

    private readonly MemoryBuffer _buffer = new(new BlockCache(1 << 20), new SpareBuilders(), new Lock());
    private readonly DocumentParser _parser = new();

    [Fact]
    public void Documents_are_found_in_full_blocks_whether_encoded_or_not()
    {
        Fill(20_000);
        Assert.True(_buffer.Unencoded > 0);
        AssertAllFound(20_000);
        _buffer.Encode();
        Assert.Equal(0, _buffer.Unencoded);
        AssertAllFound(20_000);
    }

    [Fact]
    public void A_deletion_in_a_block_that_waits_is_kept_when_it_is_encoded()
    {
        Fill(10_000);
        _buffer.Kill(Find(7)!);
        _buffer.Encode();
        Assert.Null(Find(7));
        Assert.NotNull(Find(8));
        var view = new List<BlockView>();
        _buffer.AddTo(view);
        Assert.Equal(9_999, view.Sum(block => block.Block.Rows - (block.Dead?.Count() ?? 0)));
    }

    [Fact]
    public void A_view_taken_before_the_encoding_goes_on_reading()
    {
        Fill(9_000);
        var view = new List<BlockView>();
        _buffer.AddTo(view);
        _buffer.Encode();
        Fill(1);
        Assert.Equal(9_000, view.Sum(block => block.Block.Rows));
        Assert.Equal(Enumerable.Range(0, 9_000).Select(n => (long)n), view.SelectMany(block => block.Block.SeqNos.Numbers.ToArray()));
    }

    [Fact]
    public void A_builder_serves_again_without_a_trace_of_its_first_block()
    {
        var documents = new[] { """{"n":1,"s":"one"}""", """{"s":["two","three"]}""", """{"x":{"n":4}}""" };
        for (var round = 0; round < 40_000; round++)
        {
            // Each block has other fields than the one whose builder it uses.
            Append(round, documents[round / 9000 % 3]);
            if (round % 1000 == 0)
            {
                _buffer.Encode();
            }
        }

        _buffer.Close();
        _buffer.Encode();
        var row = 0;
        Assert.All(_buffer.Sealed.SelectMany(block => Sources(block.Block)), source => Assert.Equal(documents[row++ / 9000 % 3], source));
        Assert.Equal(40_000, row);
    }

    private static IEnumerable<string> Sources(Block block)
    {
        var sources = block.Sources();
        return Enumerable.Range(0, block.Rows).Select(row => Encoding.UTF8.GetString(sources[row].Span));
    }

    private void Append(int n, string document)
    {
        var source = Encoding.UTF8.GetBytes(document);
        _parser.Parse(source, Mapping);
        _buffer.Append(Id(n), Hash.Of(Id(n)), n, 1, source, _parser);
    }

    private void Fill(int count)
    {
        for (var n = 0; n < count; n++)
        {
            Append(n, $$"""{"n":{{n}}}""");
        }
    }

    private void AssertAllFound(int count) => Assert.All(Enumerable.Range(0, count), n => Assert.Equal(n, Find(n)?.SeqNo));

    private StoredDocument? Find(int n) => _buffer.Find(Id(n), Hash.Of(Id(n)), withSource: false);

    private static byte[] Id(int n) => Encoding.UTF8.GetBytes($"id-{n}");
}

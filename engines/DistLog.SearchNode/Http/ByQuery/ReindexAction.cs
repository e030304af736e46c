using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http.ByQuery;

/// <summary><c>_reindex</c>: writes a copy of each document to another index.</summary>
internal sealed class ReindexAction(Node node) : ByQueryAction
{
    private readonly DocumentParser _parser = new();

    public override string Name => "indices:data/write/reindex";

    public override bool CountsCreated => true;

    public string Index { get; set; } = "";

    /// <summary>Which part of the documents is copied.</summary>
    public SourceFilter Filter { get; set; } = SourceFilter.Everything;

    /// <summary>Only what isn't there yet is written.</summary>
    public bool IsCreate { get; set; }

    /// <summary>External: documents keep their versions, and newer ones stay.</summary>
    public VersionType VersionType { get; set; }

    /// <summary>keep, discard, or = and a value.</summary>
    public string Routing { get; set; } = "keep";

    /// <summary>A copy of an index into itself would find its own copies.</summary>
    public void CheckTarget(IReadOnlyList<ResolvedIndex> sources)
    {
        var isThere = node.State.Indices.ContainsKey(Index) || node.State.WithAlias(Index).Any() || node.State.DataStreams.ContainsKey(Index);
        if (!isThere)
        {
            node.CheckAutoCreate(Index);
            return;
        }

        var target = node.WriteTarget(Index, IsCreate);
        if (sources.Any(source => source.Index == target))
        {
            throw Refuse.Validation($"reindex cannot write into an index its reading from [{Index}]");
        }
    }

    public override WriteResult Apply(Hit hit, out Index target)
    {
        target = node.WriteTarget(Index, IsCreate);
        var source = Filtered(UpdateAction.SourceOf(hit));
        var routing = Routing switch
        {
            "keep" => RoutingOf(hit),
            "discard" => null,
            var given => given[1..],
        };
        ShardRouting.CheckLength(routing);
        _parser.Begin(hit.Id, ShardRouting.Resolve(node.State, Index, routing));
        target.Parse(source.Span, _parser);
        target.CheckTimestamp(_parser);
        var condition = VersionType == VersionType.Internal ? default : new WriteCondition(null, null, hit.Block.Versions.Numbers[hit.Row], VersionType);
        return target.Store.Write(IsCreate ? WriteKind.Create : WriteKind.Index, hit.Id, source.Span, _parser, condition);
    }

    private ReadOnlyMemory<byte> Filtered(ReadOnlyMemory<byte> source)
    {
        if (Filter == SourceFilter.Everything)
        {
            return source;
        }

        var buffer = new ArrayBufferWriter<byte>(source.Length);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Filter.Write(writer, source);
        writer.Flush();
        return buffer.WrittenMemory;
    }
}

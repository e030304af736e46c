using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http.ByQuery;

/// <summary>What is done with each document that a query finds.</summary>
internal abstract class ByQueryAction
{
    /// <summary>Elasticsearch's name of the action.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the documents themselves are wanted.</summary>
    public virtual bool NeedsSource => true;

    public virtual bool CountsCreated => false;

    public virtual bool CountsUpdated => true;

    /// <summary>Does one write. A document that has changed since it was found is a conflict.</summary>
    /// <param name="hit">The document as it was found.</param>
    /// <param name="target">The index that is written to.</param>
    public abstract WriteResult Apply(Hit hit, out Index target);

    /// <summary>The condition that the document is still what was found.</summary>
    protected static WriteCondition Unchanged(Hit hit) => new(hit.Block.SeqNos.Numbers[hit.Row], IndexStore.PrimaryTerm, null, VersionType.Internal);

    protected static string? RoutingOf(Hit hit) =>
        hit.Block.Column(SystemFields.Routing) is StringColumn column && column.Has(hit.Row) ? column.TextsOf(hit.Row)[0] : null;
}

/// <summary><c>_delete_by_query</c>.</summary>
internal sealed class DeleteAction : ByQueryAction
{
    public override string Name => "indices:data/write/delete/byquery";

    public override bool NeedsSource => false;

    public override bool CountsUpdated => false;

    public override WriteResult Apply(Hit hit, out Index target)
    {
        target = hit.Target.Index;
        IndexBlocks.CheckWrite(target);
        return target.Store.Write(WriteKind.Delete, hit.Id, default, null, Unchanged(hit));
    }
}

/// <summary><c>_update_by_query</c> without a script: each document is indexed again, so that it takes up what the mapping has become.</summary>
internal sealed class UpdateAction : ByQueryAction
{
    private readonly DocumentParser _parser = new();

    public override string Name => "indices:data/write/update/byquery";

    public override WriteResult Apply(Hit hit, out Index target)
    {
        target = hit.Target.Index;
        IndexBlocks.CheckWrite(target);
        SourceOf(hit);
        _parser.Begin(hit.Id, RoutingOf(hit));
        target.Parse(hit.Source.Span, _parser);
        return target.Store.Write(WriteKind.Index, hit.Id, hit.Source.Span, _parser, Unchanged(hit));
    }

    /// <summary>The document; refused where it isn't kept.</summary>
    public static ReadOnlyMemory<byte> SourceOf(Hit hit) => hit.Target.Index.Mapping.Source.Enabled
        ? hit.Source
        : throw Refuse.IllegalArgument($"[{hit.Target.Index.Name}][{System.Text.Encoding.UTF8.GetString(hit.Id)}] didn't store _source");
}

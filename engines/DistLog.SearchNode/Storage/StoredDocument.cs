using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Storage;

/// <summary>A live document found by its id.</summary>
/// <param name="Block">Its block; null while that is still being filled.</param>
/// <param name="Row">Its row in the block.</param>
/// <param name="SeqNo">The number of the write that made it.</param>
/// <param name="Version">How often the id has been written.</param>
/// <param name="Source">The document, where it was asked for.</param>
internal sealed record StoredDocument(BlockRef? Block, int Row, long SeqNo, long Version, ReadOnlyMemory<byte> Source)
{
    /// <summary>The block's column of ignored fields; only with the source.</summary>
    public Column? IgnoredColumn { private get; init; }

    /// <summary>The block's column of routing values; only with the source.</summary>
    public Column? RoutingColumn { private get; init; }

    /// <summary>The paths of the document's fields that were left out of the columns.</summary>
    public IEnumerable<string> Ignored => (IgnoredColumn as StringColumn)?.TextsOf(Row) ?? [];

    /// <summary>What the document was routed by.</summary>
    public string? Routing => RoutingColumn is StringColumn column && column.Has(Row) ? column.TextsOf(Row)[0] : null;

    public static StoredDocument Read(BlockRef block, int row, bool withSource) => new(
        block,
        row,
        block.Block.SeqNos.Numbers[row],
        block.Block.Versions.Numbers[row],
        withSource ? block.Block.Sources()[row] : default)
    {
        IgnoredColumn = withSource ? block.Block.Column(SystemFields.Ignored) : null,
        RoutingColumn = withSource ? block.Block.Column(SystemFields.Routing) : null,
    };
}

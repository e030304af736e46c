namespace DistLog.SearchNode.Storage;

/// <summary>A live document found by its id.</summary>
/// <param name="Block">Its block; null while that is still being filled.</param>
/// <param name="Row">Its row in the block.</param>
/// <param name="SeqNo">The number of the write that made it.</param>
/// <param name="Version">How often the id has been written.</param>
/// <param name="Source">The document, where it was asked for.</param>
internal sealed record StoredDocument(BlockRef? Block, int Row, long SeqNo, long Version, ReadOnlyMemory<byte> Source)
{
    public static StoredDocument Read(BlockRef block, int row, bool withSource) => new(
        block,
        row,
        block.Block.SeqNos.Numbers[row],
        block.Block.Versions.Numbers[row],
        withSource ? block.Block.Sources()[row] : default);
}

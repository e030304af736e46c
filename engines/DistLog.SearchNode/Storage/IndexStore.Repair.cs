using DistLog.SearchNode.Storage.Encoding;
using DistLog.SearchNode.Storage.Segments;

namespace DistLog.SearchNode.Storage;

/// <summary>What can be told again after a loss on disk.</summary>
internal sealed partial class IndexStore
{
    /// <summary>
    /// Where a segment's deletions are lost, those of documents that were replaced are known from the later writes: without this an id would
    /// be there twice. What was deleted for good is back.
    /// </summary>
    private void HideReplaced(Segment segment)
    {
        foreach (var block in segment.Blocks)
        {
            try
            {
                HideReplaced(block);
            }
            catch (DamagedDataException)
            {
                // Its ids can't be read: no search shows its documents, and reading it has reported it.
            }
        }
    }

    private void HideReplaced(BlockRef block)
    {
        var (ids, seqNos) = (block.Block.Ids, block.Block.SeqNos);
        for (var row = 0; row < block.Block.Rows; row++)
        {
            if (IsReplaced(ids[row], seqNos.Numbers[row]))
            {
                block.Kill(row);
            }
        }
    }

    private bool IsReplaced(ReadOnlySpan<byte> id, long seqNo)
    {
        var hash = Hash.Of(id);
        foreach (var segment in _segments)
        {
            if (segment.HasLater(id, hash, seqNo))
            {
                return true;
            }
        }

        return false;
    }
}

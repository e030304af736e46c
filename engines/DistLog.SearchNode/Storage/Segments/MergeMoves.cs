namespace DistLog.SearchNode.Storage.Segments;

/// <summary>Where the rows of merged segments have gone, so that deletions made in the meantime find them.</summary>
internal sealed class MergeMoves
{
    private readonly List<(Block Block, BlockRef? Copied, int FirstMove, int EndMove)> _blocks = [];
    private int _closedMoves;

    /// <summary>Rows made anew, in order; those of a block that isn't written yet are at the end.</summary>
    public List<(BlockRef From, int Row, int Target)> Moved { get; } = [];

    public IReadOnlyList<Block> Blocks => [.. _blocks.Select(block => block.Block)];

    public void Copied(BlockRef from, Block block) => _blocks.Add((block, from, 0, 0));

    public void Rebuilt(Block block)
    {
        _blocks.Add((block, null, _closedMoves, Moved.Count));
        _closedMoves = Moved.Count;
    }

    /// <summary>A block of the new segment with the deletions that its rows have by now. Called under the store's lock.</summary>
    public BlockRef DeletionsOf(Block block, int number)
    {
        var (_, copied, first, end) = _blocks[number];
        if (copied is not null)
        {
            return copied.MovedTo(block);
        }

        var moved = new BlockRef(block);
        for (var i = first; i < end; i++)
        {
            var (from, row, target) = Moved[i];
            if (from.IsDead(row))
            {
                moved.Kill(target);
            }
        }

        return moved;
    }
}

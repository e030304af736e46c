using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Storage;

/// <summary>A block in an index's store, with the rows of it that are deleted: as of now, and as searches see it since the last refresh.</summary>
internal sealed class BlockRef(Block block, Bits? dead = null)
{
    public Block Block { get; } = block;

    /// <summary>Rows deleted or replaced; guarded by the store's lock.</summary>
    public Bits? Dead { get; private set; } = dead;

    /// <summary>The deleted rows that searches leave out. A new set at each refresh that changes it, so readers need no lock.</summary>
    public Bits? VisibleDead { get; private set; } = dead?.Copy();

    /// <summary>True while <see cref="Dead"/> has rows that searches still see.</summary>
    public bool IsStale { get; private set; }

    /// <summary>True while <see cref="Dead"/> has rows that the disk doesn't know.</summary>
    public bool IsUnsaved { get; set; }

    public bool IsDead(int row) => Dead is not null && Dead[row];

    public void Kill(int row)
    {
        Dead ??= new Bits(Block.Rows);
        Dead.Set(row);
        IsStale = true;
        IsUnsaved = true;
    }

    /// <summary>Shows the deletions to searches; false where there is nothing new.</summary>
    public bool Refresh()
    {
        if (!IsStale)
        {
            return false;
        }

        VisibleDead = Dead!.Copy();
        IsStale = false;
        return true;
    }

    /// <summary>The same rows in another representation (memory to disk), with the same deletions.</summary>
    public BlockRef MovedTo(Block block) => new(block, Dead) { VisibleDead = VisibleDead, IsStale = IsStale, IsUnsaved = Dead is not null };
}

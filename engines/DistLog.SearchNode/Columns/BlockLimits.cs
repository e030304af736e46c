namespace DistLog.SearchNode.Columns;

/// <summary>What bounds a block, the unit of compression, of pruning and of evaluation.</summary>
internal static class BlockLimits
{
    /// <summary>Bits of a row's address that tell its place within its block.</summary>
    public const int RowBits = 13;

    /// <summary>Rows of a block: their numbers fit 16 bits, a set of them is 1 KiB, and at some 300 B an event the block is about 2 MiB.</summary>
    public const int Rows = 1 << RowBits;

    /// <summary>Bytes of source after which a block is closed early, so that big documents don't make giant blocks.</summary>
    public const int SourceBytes = 4 << 20;
}

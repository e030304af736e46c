using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Searching;

/// <summary>Which rows of a block a search finds.</summary>
internal sealed class BlockMatch
{
    /// <summary>A block that has nothing to give.</summary>
    public static BlockMatch Nothing { get; } = new();

    public BlockContext? Context { get; init; }

    /// <summary>The rows that match the query, deleted ones left out; null where there is none.</summary>
    public Bits? Rows { get; init; }

    /// <summary>All rows of the block, where an aggregation wants to see them.</summary>
    public Bits? Live { get; init; }

    /// <summary>Those of the found rows that a post filter lets through.</summary>
    public Bits? Hits { get; init; }

    /// <summary>Each row's score, where scores are asked for.</summary>
    public float[]? Scores { get; init; }

    /// <summary>Why the block can't be read.</summary>
    public string? Damage { get; init; }
}

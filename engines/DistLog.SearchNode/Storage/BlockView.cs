using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Storage;

/// <summary>A block as a search sees it.</summary>
internal readonly record struct BlockView(Block Block, Bits? Dead);

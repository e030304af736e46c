namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>How a column is told in a block; the segment's directory says it, and the column's bytes start with it.</summary>
internal enum ColumnForm : byte
{
    Longs = 1,
    Doubles = 2,
    Dictionary = 3,
    Strings = 4,
    Hex = 5,
    Templates = 6,

    /// <summary>The values of another column of the block, in all of its rows or in some.</summary>
    SameAs = 7,

    Times = 8,
}

namespace DistLog.SearchNode.Columns;

/// <summary>UTF-8 strings by value number.</summary>
internal abstract class StringColumn : Column
{
    public abstract ReadOnlySpan<byte> this[int value] { get; }
}

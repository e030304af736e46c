namespace DistLog.SearchNode.Columns;

/// <summary>UTF-8 strings by value number.</summary>
internal abstract class StringColumn : Column
{
    public abstract ReadOnlySpan<byte> this[int value] { get; }

    /// <summary>The strings one after another, for whoever wants all of them: made when they are first asked for.</summary>
    public abstract RawStringColumn Raw { get; }
}

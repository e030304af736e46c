namespace DistLog.SearchNode.Columns;

/// <summary>Strings one after another, each between two offsets.</summary>
internal sealed class RawStringColumn : StringColumn
{
    private FoldedText? _folded;

    public required byte[] Data { get; init; }

    public required int[] Offsets { get; init; }

    public override ReadOnlySpan<byte> this[int value] => Data.AsSpan(Offsets[value], Offsets[value + 1] - Offsets[value]);

    public override RawStringColumn Raw => this;

    /// <summary>The same strings in lower case, made once at the first full-text search of the block.</summary>
    public FoldedText Folded => _folded ??= FoldedText.Of(this);

    // The lower-case copy is counted from the start: it comes with the first search, after the cache has done its sum.
    public override int Size => PresenceSize + (2 * Data.Length) + (Offsets.Length * sizeof(int));
}

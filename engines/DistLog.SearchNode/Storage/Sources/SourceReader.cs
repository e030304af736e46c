namespace DistLog.SearchNode.Storage.Sources;

/// <summary>Yields the documents of one block byte by byte as they came in. All reading of <c>_source</c> goes through here.</summary>
internal abstract class SourceReader
{
    public abstract int Rows { get; }

    public abstract ReadOnlyMemory<byte> this[int row] { get; }
}

namespace DistLog.SearchNode.Storage.Sources;

/// <summary>Documents kept as they are, one after another: of the block that is being filled, and of segments of format 1.</summary>
internal sealed class RawSources(ReadOnlyMemory<byte> data, int[] offsets) : SourceReader
{
    public override int Rows => offsets.Length - 1;

    public override ReadOnlyMemory<byte> this[int row] => data[offsets[row]..offsets[row + 1]];

    /// <summary>Bytes of all documents.</summary>
    public int Bytes => data.Length;

    public int Size => data.Length + (offsets.Length * sizeof(int));
}

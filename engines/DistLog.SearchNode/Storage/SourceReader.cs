namespace DistLog.SearchNode.Storage;

/// <summary>
/// Yields the documents of one block as they came in. All reading of <c>_source</c> goes through here, so that storing it can
/// give way to rebuilding it from the columns.
/// </summary>
internal sealed class SourceReader(ReadOnlyMemory<byte> data, int[] offsets)
{
    public int Rows => offsets.Length - 1;

    public ReadOnlyMemory<byte> this[int row] => data[offsets[row]..offsets[row + 1]];

    /// <summary>Bytes of all documents.</summary>
    public int Bytes => data.Length;

    public int Size => data.Length + (offsets.Length * sizeof(int));

    /// <summary>All documents, one after another, and where each starts.</summary>
    public (ReadOnlyMemory<byte> Data, int[] Offsets) Raw => (data, offsets);
}

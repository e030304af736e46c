namespace DistLog.SearchNode.Storage.Segments;

/// <summary>Where a piece of a block stands: a column, a filter or the documents.</summary>
/// <param name="Offset">Its first byte, counted from the start of the block; in version 1 from the start of the file.</param>
/// <param name="Length">Bytes that it takes.</param>
/// <param name="RawLength">Bytes before compression, in version 1, which compressed a piece as a whole.</param>
/// <param name="Checksum">Of the bytes as they stand.</param>
internal readonly record struct Chunk(int Length, uint Checksum, long Offset, int RawLength = 0)
{
    public bool IsEmpty => Length == 0;
}

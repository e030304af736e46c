using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>
/// Reads what a segment of format 1 has: blocks (count varint; rows varint, documents, columns (count varint; path, values, filter, bounds
/// u8 and, where it is 1, low i64 and high i64)); a part is its offset i64, length i32, length before compression i32 and checksum u32.
/// </summary>
internal static class Version1Directory
{
    private const int MostBlocks = 1 << 20;
    private const int MostColumns = 100_000;

    /// <exception cref="DamagedDataException">The bytes are no directory.</exception>
    public static SegmentDirectory Read(ref ByteReader source)
    {
        var blocks = new BlockPlace[source.Count(MostBlocks)];
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new BlockPlace(0, ReadBlock(ref source));
        }

        return new SegmentDirectory(blocks, new Dictionary<string, Chunk>());
    }

    private static BlockEntry ReadBlock(ref ByteReader source)
    {
        var rows = source.Count(BlockLimits.Rows);
        var documents = ReadPart(ref source);
        var columns = new ColumnEntry[source.Count(MostColumns)];
        for (var i = 0; i < columns.Length; i++)
        {
            var (path, values, filter) = (source.Text(), ReadPart(ref source), ReadPart(ref source));
            columns[i] = new ColumnEntry(path, default, 0, values, filter, source.Byte() == 1 ? (source.Long(), source.Long()) : null);
        }

        return new BlockEntry(rows, documents.RawLength, documents, columns);
    }

    private static Chunk ReadPart(ref ByteReader source)
    {
        var (offset, length, rawLength, checksum) = (source.Long(), source.Int(), source.Int(), (uint)source.Int());
        return new Chunk(length, checksum, offset, rawLength);
    }
}

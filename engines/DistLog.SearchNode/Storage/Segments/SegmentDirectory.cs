using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>
/// What a segment of format 2 has: the paths of its fields, once; the dictionaries of templates; and its blocks, one after another from
/// the file's header on. The parts of a block stand in the order of its columns, each followed by its filter, and the documents last, so
/// that lengths are enough to find them. Layout, numbers as varints unless a width is given: paths (count, texts); dictionaries (count;
/// path, length, checksum u32); blocks (count; rows, source bytes, documents, columns (count; path, form u8, id length u8, values,
/// filter, bounds u8 and, where it is 1, low zigzag and range)); a part is its length and, unless that is 0, its checksum u32.
/// </summary>
internal sealed record SegmentDirectory(IReadOnlyList<BlockPlace> Blocks, IReadOnlyDictionary<string, Chunk> Templates)
{
    private const int MostFields = 1 << 20;
    private const int MostBlocks = 1 << 24;

    public void WriteTo(ByteBuffer target)
    {
        var paths = Blocks.SelectMany(block => block.Entry.Columns).Select(column => column.Path).Concat(Templates.Keys).Distinct(StringComparer.Ordinal).ToList();
        var numbers = paths.Index().ToDictionary(path => path.Item, path => path.Index, StringComparer.Ordinal);
        target.Varint((ulong)paths.Count);
        paths.ForEach(target.Text);
        target.Varint((ulong)Templates.Count);
        foreach (var (path, chunk) in Templates)
        {
            target.Varint((ulong)numbers[path]);
            WritePart(target, chunk);
        }

        target.Varint((ulong)Blocks.Count);
        foreach (var block in Blocks)
        {
            WriteBlock(target, block.Entry, numbers);
        }
    }

    /// <param name="source">The directory's bytes.</param>
    /// <param name="start">Where in the file the first block starts.</param>
    /// <exception cref="DamagedDataException">The bytes are no directory.</exception>
    public static SegmentDirectory Read(ref ByteReader source, long start)
    {
        var paths = new string[source.Count(Math.Min(MostFields, source.Left))];
        for (var i = 0; i < paths.Length; i++)
        {
            paths[i] = source.Text();
        }

        var templates = new List<(string Path, Chunk Chunk)>();
        for (var count = source.Count(paths.Length); count > 0; count--)
        {
            templates.Add((PathOf(ref source, paths), ReadPart(ref source, 0)));
        }

        var blocks = new BlockPlace[source.Count(Math.Min(MostBlocks, source.Left))];
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new BlockPlace(start, ReadBlock(ref source, paths));
            start += blocks[i].Entry.Length;
        }

        var dictionaries = new Dictionary<string, Chunk>(StringComparer.Ordinal);
        foreach (var (path, chunk) in templates)
        {
            dictionaries[path] = chunk with { Offset = start };
            start += chunk.Length;
        }

        return new SegmentDirectory(blocks, dictionaries);
    }

    private static void WriteBlock(ByteBuffer target, BlockEntry block, Dictionary<string, int> numbers)
    {
        target.Varint((ulong)block.Rows);
        target.Varint((ulong)block.SourceBytes);
        WritePart(target, block.Source);
        target.Varint((ulong)block.Columns.Count);
        foreach (var column in block.Columns)
        {
            target.Varint((ulong)numbers[column.Path]);
            target.Byte((byte)column.Form);
            target.Byte((byte)column.IdLength);
            WritePart(target, column.Values);
            WritePart(target, column.Filter);
            target.Byte(column.Bounds is null ? (byte)0 : (byte)1);
            if (column.Bounds is { } bounds)
            {
                target.ZigZag(bounds.Low);
                target.Varint(unchecked((ulong)bounds.High - (ulong)bounds.Low));
            }
        }
    }

    private static BlockEntry ReadBlock(ref ByteReader source, string[] paths)
    {
        var (rows, sourceBytes) = (source.Count(BlockLimits.Rows), source.Count(int.MaxValue));
        var documents = ReadPart(ref source, 0);
        var columns = new ColumnEntry[source.Count(paths.Length)];
        var offset = 0L;
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = ReadColumn(ref source, paths, offset);
            offset += columns[i].Values.Length + columns[i].Filter.Length;
        }

        return new BlockEntry(rows, sourceBytes, documents with { Offset = offset }, columns);
    }

    private static ColumnEntry ReadColumn(ref ByteReader source, string[] paths, long offset)
    {
        var (path, form, idLength) = (PathOf(ref source, paths), (ColumnForm)source.Byte(), source.Byte());
        var values = ReadPart(ref source, offset);
        var filter = ReadPart(ref source, offset + values.Length);
        if (source.Byte() == 0)
        {
            return new ColumnEntry(path, form, idLength, values, filter, null);
        }

        var low = source.ZigZag();
        return new ColumnEntry(path, form, idLength, values, filter, (low, unchecked((long)((ulong)low + source.Varint()))));
    }

    private static string PathOf(ref ByteReader source, string[] paths) =>
        paths.Length > 0 ? paths[source.Count(paths.Length - 1)] : throw new DamagedDataException("a directory has columns without fields");

    private static void WritePart(ByteBuffer target, in Chunk part)
    {
        target.Varint((ulong)part.Length);
        if (!part.IsEmpty)
        {
            target.Int((int)part.Checksum);
        }
    }

    private static Chunk ReadPart(ref ByteReader source, long offset)
    {
        var length = source.Count(int.MaxValue);
        return length == 0 ? default : new Chunk(length, (uint)source.Int(), offset);
    }
}

/// <summary>A block and where in the file it starts; in version 1 its parts say that themselves, and the start is 0.</summary>
internal readonly record struct BlockPlace(long Start, BlockEntry Entry);

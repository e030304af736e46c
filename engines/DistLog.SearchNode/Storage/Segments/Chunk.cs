using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>Where a piece of a block stands in its segment's file: a column, a filter or the documents.</summary>
internal readonly record struct Chunk(long Offset, int Length, int RawLength, uint Checksum)
{
    public bool IsEmpty => Length == 0;

    public void Write(ByteBuffer target)
    {
        target.Long(Offset);
        target.Int(Length);
        target.Int(RawLength);
        target.Int((int)Checksum);
    }

    public static Chunk Read(ref ByteReader source) => new(source.Long(), source.Int(), source.Int(), (uint)source.Int());
}

/// <summary>A column in a segment's directory.</summary>
internal sealed record ColumnEntry(string Path, Chunk Values, Chunk Filter, bool HasBounds, long Low, long High)
{
    public void Write(ByteBuffer target)
    {
        target.Text(Path);
        Values.Write(target);
        Filter.Write(target);
        target.Byte(HasBounds ? (byte)1 : (byte)0);
        if (HasBounds)
        {
            target.Long(Low);
            target.Long(High);
        }
    }

    public static ColumnEntry Read(ref ByteReader source)
    {
        var (path, values, filter) = (source.Text(), Chunk.Read(ref source), Chunk.Read(ref source));
        var hasBounds = source.Byte() == 1;
        return new ColumnEntry(path, values, filter, hasBounds, hasBounds ? source.Long() : 0, hasBounds ? source.Long() : 0);
    }
}

/// <summary>A block in a segment's directory.</summary>
internal sealed record BlockEntry(int Rows, Chunk Source, IReadOnlyList<ColumnEntry> Columns)
{
    public void Write(ByteBuffer target)
    {
        target.Varint((ulong)Rows);
        Source.Write(target);
        target.Varint((ulong)Columns.Count);
        foreach (var column in Columns)
        {
            column.Write(target);
        }
    }

    public static BlockEntry Read(ref ByteReader source)
    {
        var rows = source.Count(DistLog.SearchNode.Columns.BlockLimits.Rows);
        var documents = Chunk.Read(ref source);
        var columns = new ColumnEntry[source.Count(100_000)];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = ColumnEntry.Read(ref source);
        }

        return new BlockEntry(rows, documents, columns);
    }
}

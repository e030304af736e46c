using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage.Encoding;
using Microsoft.Win32.SafeHandles;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>Writes a segment's file, block after block. It counts only once <see cref="Finish"/> has put it on the disk.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly List<BlockEntry> _blocks = [];
    private long _offset;

    public SegmentWriter(string path)
    {
        _file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        Append(SegmentFile.Header);
    }

    public long Length => _offset;

    public int Blocks => _blocks.Count;

    /// <summary>Encodes and writes a block.</summary>
    public void Add(Block block, IEnumerable<FieldMapping> fields)
    {
        var columns = new List<ColumnEntry>();
        foreach (var field in fields)
        {
            if (block.Column(field) is { } column)
            {
                columns.Add(Add(field, column));
            }
        }

        _blocks.Add(new BlockEntry(block.Rows, AddSource(block.Sources()), columns));
    }

    /// <summary>Copies a block from another segment, chunk by chunk, without decoding it.</summary>
    public void Copy(DiskBlock block)
    {
        var columns = block.Entry.Columns.Select(column => column with
        {
            Values = Copy(block, column.Values),
            Filter = column.Filter.IsEmpty ? column.Filter : Copy(block, column.Filter),
        }).ToArray();
        _blocks.Add(new BlockEntry(block.Rows, Copy(block, block.Entry.Source), columns));
    }

    /// <summary>Writes the directory and puts all on the disk.</summary>
    public void Finish()
    {
        var directory = new ByteBuffer();
        directory.Varint((ulong)_blocks.Count);
        foreach (var block in _blocks)
        {
            block.Write(directory);
        }

        var offset = _offset;
        Append(directory.Span);
        Append(SegmentFile.Trailer(offset, directory.Span));
        Durable.SyncData(_file);
    }

    public void Dispose() => _file.Dispose();

    private ColumnEntry Add(FieldMapping field, Column column)
    {
        var bounds = column is LongColumn longs ? longs.Bounds() : null;
        // Ids have the segment's own id file; a filter on top would be of no use.
        var filter = field.Kind.HasStrings() && field.Ordinal >= 0 && field.Kind != FieldKind.Flattened ? TokenFilter.Of(field, column) : null;
        return new ColumnEntry(
            field.Path,
            AppendChunk(ColumnEncoding.Write(column)),
            filter is null ? default : AppendChunk(filter.ToBytes()),
            bounds is not null,
            bounds?.Low ?? 0,
            bounds?.High ?? 0);
    }

    private Chunk AddSource(SourceReader sources)
    {
        var (data, offsets) = sources.Raw;
        var raw = new ByteBuffer(data.Length + (offsets.Length * 2));
        LengthEncoding.Write(raw, offsets);
        raw.Bytes(data.Span);
        return AppendChunk(raw.Span);
    }

    private Chunk Copy(DiskBlock block, in Chunk chunk)
    {
        var packed = block.ReadPacked(chunk);
        var moved = chunk with { Offset = _offset };
        Append(packed);
        return moved;
    }

    private Chunk AppendChunk(ReadOnlySpan<byte> raw)
    {
        var packed = BlockCodec.Compress(raw);
        var chunk = new Chunk(_offset, packed.Length, raw.Length, Hash.Checksum(packed));
        Append(packed);
        return chunk;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file, bytes, _offset);
        _offset += bytes.Length;
    }
}

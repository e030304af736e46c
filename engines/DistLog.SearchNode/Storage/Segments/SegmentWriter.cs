using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage.Encoding;
using Microsoft.Win32.SafeHandles;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>Writes a segment's file, block after block. It counts only once <see cref="Finish"/> has put it on the disk.</summary>
/// <param name="path">The file.</param>
/// <param name="templates">The templates that the blocks' messages are made from.</param>
internal sealed class SegmentWriter(string path, TemplateSet templates) : IDisposable
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
    private readonly List<BlockEntry> _blocks = [];
    private readonly Dictionary<(TemplateDictionary, string), int[]> _renumberings = [];
    private long _offset;

    /// <summary>The templates that blocks made for this segment take.</summary>
    public TemplateSet Templates => templates;

    /// <summary>Writes a block whose templates are this segment's.</summary>
    public void Add(MemoryBlock block)
    {
        Append(block.Bytes);
        _blocks.Add(block.Entry);
    }

    /// <summary>
    /// Copies a block from another segment, part by part and without decoding it, but for the numbers of its templates. False where this
    /// segment has no room for its templates.
    /// </summary>
    public bool TryCopy(DiskBlock block)
    {
        var parts = new ByteBuffer((int)block.Entry.Length + 256);
        var columns = new ColumnEntry[block.Entry.Columns.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            var entry = block.Entry.Columns[i];
            if (CopyValues(block, entry) is not { } values)
            {
                return false;
            }

            columns[i] = entry with { Values = Append(parts, values), Filter = entry.Filter.IsEmpty ? default : Append(parts, block.ReadChunk(entry.Filter)) };
        }

        _blocks.Add(block.Entry with { Columns = columns, Source = Append(parts, block.ReadChunk(block.Entry.Source)) });
        Append(parts.Span);
        return true;
    }

    /// <summary>Writes the templates and the directory, and puts all on the disk.</summary>
    public void Finish()
    {
        var dictionaries = new Dictionary<string, Chunk>(StringComparer.Ordinal);
        foreach (var (field, dictionary) in templates.Used)
        {
            var bytes = new ByteBuffer();
            dictionary.WriteTo(bytes);
            dictionaries[field] = new Chunk(bytes.Length, Hash.Checksum(bytes.Span), 0);
            Append(bytes.Span);
        }

        var directory = new ByteBuffer();
        new SegmentDirectory([.. _blocks.Select(block => new BlockPlace(0, block))], dictionaries).WriteTo(directory);
        var offset = _offset + SegmentFile.Header.Length;
        Append(directory.Span);
        Append(SegmentFile.Trailer(offset, directory.Span));
        RandomAccess.Write(_file, SegmentFile.Header, 0);
        Durable.SyncData(_file);
    }

    public void Dispose() => _file.Dispose();

    private byte[]? CopyValues(DiskBlock block, ColumnEntry entry)
    {
        var bytes = block.ReadChunk(entry.Values);
        if (entry.Form != ColumnForm.Templates)
        {
            return bytes.ToArray();
        }

        var (source, target, isFull) = (block.Templates(entry.Path), templates[entry.Path], false);
        var numbers = RenumberingOf(source, entry.Path);
        var copied = TemplateEncoding.Renumber(bytes, block.Rows, block.Entry.SourceBytes, source.Count, old =>
        {
            var known = numbers[old] != TemplateDictionary.None ? numbers[old] : numbers[old] = target.FindOrAdd(source.TextOf(old));
            isFull |= known == TemplateDictionary.None;
            return known;
        });
        return isFull ? null : copied;
    }

    private int[] RenumberingOf(TemplateDictionary source, string field)
    {
        if (!_renumberings.TryGetValue((source, field), out var numbers))
        {
            _renumberings[(source, field)] = numbers = new int[source.Count];
        }

        return numbers;
    }

    private static Chunk Append(ByteBuffer parts, ReadOnlySpan<byte> bytes)
    {
        parts.Bytes(bytes);
        return new Chunk(bytes.Length, Hash.Checksum(bytes), parts.Length - bytes.Length);
    }

    /// <summary>Writes behind what there is; the header's place is kept free until all else is written.</summary>
    private void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file, bytes, SegmentFile.Header.Length + _offset);
        _offset += bytes.Length;
    }
}

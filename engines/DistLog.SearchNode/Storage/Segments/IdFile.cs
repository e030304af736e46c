using System.IO.MemoryMappedFiles;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>
/// Where a segment's ids are. Mapped into memory, so that only the pages that are looked at take any; unmapped when nobody can look
/// into it any more, since searches go on in segments that have been merged away or deleted. Magic and version 8 bytes, what
/// <see cref="IdBuckets"/> (version 2) or <see cref="SortedIds"/> (version 1) describe, and a checksum u32 of all before it.
/// </summary>
internal sealed unsafe class IdFile
{
    public const int HeaderSize = 8;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SortedIds? _sorted;
    private readonly IdBuckets? _buckets;

    private IdFile(MemoryMappedFile file, MemoryMappedViewAccessor view, long length)
    {
        (_file, _view) = (file, view);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        var bytes = new ReadOnlySpan<byte>(start, checked((int)length));
        if (Hash.Checksum(bytes[..^4]) != *(uint*)(start + length - 4))
        {
            throw new DamagedDataException("the id file's checksum is wrong");
        }

        if (bytes.StartsWith(IdBuckets.Header))
        {
            _buckets = new IdBuckets(start, length - sizeof(uint));
        }
        else
        {
            _sorted = bytes.StartsWith(SortedIds.Header) ? new SortedIds(start, length - sizeof(uint)) : throw new DamagedDataException("it isn't an id file of format 1 or 2");
        }
    }

    ~IdFile()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    public int Count => _buckets?.Count ?? _sorted!.Count;

    /// <param name="path">The file.</param>
    /// <param name="hashes">The hash of each id.</param>
    /// <param name="rows">The row of each id, as block &lt;&lt; 13 | row.</param>
    public static void Write(string path, ReadOnlySpan<ulong> hashes, ReadOnlySpan<int> rows)
    {
        var bytes = IdBuckets.Encode(hashes, rows);
        bytes.Int((int)Hash.Checksum(bytes.Span));
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, bytes.Span, 0);
        Durable.SyncData(file);
    }

    /// <exception cref="DamagedDataException">The file isn't what was written.</exception>
    public static IdFile Open(string path)
    {
        var length = new FileInfo(path) is { Exists: true } info ? info.Length : throw new DamagedDataException("the file is missing");
        if (length < HeaderSize + sizeof(uint))
        {
            throw new DamagedDataException($"the file has only {length} bytes");
        }

        var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        return new IdFile(file, file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), length);
    }

    /// <summary>
    /// Calls for the rows that may have an id of this hash, one after another; <paramref name="cursor"/> starts at -1 and belongs to this
    /// method. The caller verifies on the id itself: of ids that aren't there, one in some 250 seems to be.
    /// </summary>
    public bool Next(ulong hash, ref int cursor, out int row)
    {
        var found = _buckets is not null ? _buckets.Next(hash, ref cursor, out row) : _sorted!.Next(hash, ref cursor, out row);
        // Without this the collector could unmap the file while it is being read.
        GC.KeepAlive(this);
        return found;
    }

    /// <summary>Makes the processor fetch what a look for these hashes will read.</summary>
    public void Prefetch(ReadOnlySpan<PreparedWrite> writes)
    {
        for (var step = 0; step < 2 && _buckets is not null; step++)
        {
            foreach (ref readonly var write in writes)
            {
                _buckets.Prefetch(write.Hash, entries: step == 1);
            }
        }

        GC.KeepAlive(this);
    }
}

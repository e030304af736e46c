using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>
/// Where a segment's ids are: their hashes in ascending order, the row of each, and a Bloom filter in front. Mapped into memory, so
/// that only the pages that are looked at take any. Layout: magic and version 8 bytes, count i32, filter words i32, filter, hashes u64,
/// rows i32, checksum u32 of all before it.
/// </summary>
internal sealed unsafe class IdFile : IDisposable
{
    private const int HeaderSize = 16;
    private const int BitsPerId = 12;
    private const int Probes = 6;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly int _filterWords;

    private IdFile(MemoryMappedFile file, MemoryMappedViewAccessor view, long length)
    {
        _file = file;
        _view = view;
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _start = pointer;
        Count = ((int*)pointer)[2];
        _filterWords = ((int*)pointer)[3];
        Check(length);
    }

    private static ReadOnlySpan<byte> Magic => "DLIDS\0\u0001\0"u8;

    public int Count { get; }

    private ulong* Filter => (ulong*)(_start + HeaderSize);

    private ulong* Hashes => Filter + _filterWords;

    private int* Rows => (int*)(Hashes + Count);

    public static void Write(string path, ulong[] hashes, int[] rows)
    {
        Array.Sort(hashes, rows);
        var filter = new ulong[Math.Max(1, ((hashes.Length * BitsPerId) + 63) / 64)];
        foreach (var hash in hashes)
        {
            var probe = hash;
            for (var i = 0; i < Probes; i++, probe = Next(probe))
            {
                var bit = BitOf(probe, filter.Length);
                filter[bit >> 6] |= 1UL << (int)(bit & 63);
            }
        }

        var bytes = new ByteBuffer(HeaderSize + (filter.Length * 8) + (hashes.Length * 12) + 4);
        bytes.Bytes(Magic);
        bytes.Int(hashes.Length);
        bytes.Int(filter.Length);
        bytes.Bytes(MemoryMarshal.AsBytes<ulong>(filter));
        bytes.Bytes(MemoryMarshal.AsBytes<ulong>(hashes));
        bytes.Bytes(MemoryMarshal.AsBytes<int>(rows));
        bytes.Int((int)Hash.Checksum(bytes.Span));
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, bytes.Span, 0);
        Durable.SyncData(file);
    }

    /// <exception cref="DamagedDataException">The file isn't what was written.</exception>
    public static IdFile Open(string path)
    {
        var length = new FileInfo(path) is { Exists: true } info ? info.Length : throw new DamagedDataException("the file is missing");
        if (length < HeaderSize + 12)
        {
            throw new DamagedDataException($"the file has only {length} bytes");
        }

        var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        return new IdFile(file, file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), length);
    }

    /// <summary>Calls for the rows of a hash, one after another; <paramref name="cursor"/> starts at -1 and belongs to this method.</summary>
    public bool Next(ulong hash, ref int cursor, out int row)
    {
        if (cursor < 0)
        {
            cursor = MayContain(hash) ? LowerBound(hash) : Count;
        }

        row = cursor < Count && Hashes[cursor] == hash ? Rows[cursor++] : -1;
        return row >= 0;
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private void Check(long length)
    {
        var expected = HeaderSize + (_filterWords * 8L) + (Count * 12L) + 4;
        var isWhole = new ReadOnlySpan<byte>(_start, 8).SequenceEqual(Magic) && Count >= 0 && _filterWords > 0 && expected == length
            && Hash.Checksum(new ReadOnlySpan<byte>(_start, (int)length - 4)) == *(uint*)(_start + length - 4);
        if (!isWhole)
        {
            Dispose();
            throw new DamagedDataException("the id file is damaged");
        }
    }

    private bool MayContain(ulong hash)
    {
        for (var i = 0; i < Probes; i++, hash = Next(hash))
        {
            var bit = BitOf(hash, _filterWords);
            if ((Filter[bit >> 6] >> (int)(bit & 63) & 1) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The place of the first hash that is not lower.</summary>
    private int LowerBound(ulong hash)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = low + ((high - low) >> 1);
            if (Hashes[middle] < hash)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static long BitOf(ulong hash, int words) => (long)Math.BigMul(hash, (ulong)words * 64, out _);

    private static ulong Next(ulong hash) => (hash * 0x9E3779B97F4A7C15) + 0x632BE59BD9B4E019;
}

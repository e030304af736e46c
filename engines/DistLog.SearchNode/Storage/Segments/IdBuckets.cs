using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>
/// The rows of a segment's ids, in buckets by the upper bits of the ids' hashes; of the lower bits each entry has as many as make a wrong
/// guess rare. About 4 bytes an id. Layout behind the header: count i32, buckets i32, bits of a row's address u8, of a fingerprint u8, two
/// bytes unused; the number of the first entry of each bucket u32, and one more for the end; the entries, bit after bit, the address
/// below the fingerprint; and 8 bytes more, so that an entry can be read as 8 bytes wherever it starts.
/// </summary>
internal sealed unsafe class IdBuckets
{
    /// <summary>Entries of a bucket on average: with their few bytes each, one or two of the processor's cache lines.</summary>
    private const int BucketEntries = 16;

    /// <summary>With these, an id that isn't there meets one of its bucket's 16 in one of 256 cases.</summary>
    private const int FingerprintBits = 12;

    private const int FixedSize = IdFile.HeaderSize + 12;

    private readonly uint* _starts;
    private readonly byte* _entries;
    private readonly uint _buckets;
    private readonly int _addressBits;
    private readonly int _fingerprintBits;

    /// <exception cref="DamagedDataException">The parts don't have the sizes that the header gives them.</exception>
    public IdBuckets(byte* start, long length)
    {
        if (length < FixedSize)
        {
            throw new DamagedDataException("the id file ends in its header");
        }

        Count = *(int*)(start + IdFile.HeaderSize);
        _buckets = *(uint*)(start + IdFile.HeaderSize + 4);
        (_addressBits, _fingerprintBits) = (start[IdFile.HeaderSize + 8], start[IdFile.HeaderSize + 9]);
        _starts = (uint*)(start + FixedSize);
        _entries = start + FixedSize + ((_buckets + 1L) * sizeof(uint));
        var isSound = Count >= 0 && _buckets > 0 && _addressBits is > 0 and < 32 && _fingerprintBits is > 0 and <= 24
            && length == FixedSize + ((_buckets + 1L) * sizeof(uint)) + EntriesSize(Count, _addressBits + _fingerprintBits)
            && _starts[_buckets] == Count;
        if (!isSound)
        {
            throw new DamagedDataException("the id file's sizes don't fit together");
        }
    }

    /// <summary>"DLIDS", format version 2.</summary>
    public static ReadOnlySpan<byte> Header => "DLIDS\0\u0002\0"u8;

    public int Count { get; }

    public static ByteBuffer Encode(ReadOnlySpan<ulong> hashes, ReadOnlySpan<int> rows)
    {
        var buckets = (uint)Math.Max(1, hashes.Length / BucketEntries);
        var starts = Starts(hashes, buckets);
        var addressBits = Math.Max(BlockLimits.RowBits, 32 - BitOperations.LeadingZeroCount((uint)Highest(rows)));
        var entrySize = EntriesSize(hashes.Length, addressBits + FingerprintBits);
        var bytes = new ByteBuffer(FixedSize + (starts.Length * sizeof(uint)) + entrySize + sizeof(uint));
        bytes.Bytes(Header);
        bytes.Int(hashes.Length);
        bytes.Int((int)buckets);
        bytes.Byte((byte)addressBits);
        bytes.Byte(FingerprintBits);
        bytes.Take(2).Clear();
        bytes.Bytes(MemoryMarshal.AsBytes(starts.AsSpan()));
        var entries = bytes.Take(entrySize);
        entries.Clear();
        // From here on each bucket's start moves to where its next entry goes.
        for (var i = 0; i < hashes.Length; i++)
        {
            var value = (ulong)(uint)rows[i] | ((hashes[i] & ((1UL << FingerprintBits) - 1)) << addressBits);
            Put(entries, starts[BucketOf(hashes[i], buckets)]++, addressBits + FingerprintBits, value);
        }

        return bytes;
    }

    public bool Next(ulong hash, ref int cursor, out int row)
    {
        var bucket = BucketOf(hash, _buckets);
        var end = (int)_starts[bucket + 1];
        var bits = _addressBits + _fingerprintBits;
        var wanted = hash & ((1UL << _fingerprintBits) - 1);
        for (var entry = cursor < 0 ? (int)_starts[bucket] : cursor + 1; entry < end; entry++)
        {
            var at = (long)entry * bits;
            var value = *(ulong*)(_entries + (at >> 3)) >> (int)(at & 7);
            if (((value >> _addressBits) & ((1UL << _fingerprintBits) - 1)) == wanted)
            {
                (cursor, row) = (entry, (int)(value & ((1UL << _addressBits) - 1)));
                return true;
            }
        }

        row = -1;
        return false;
    }

    /// <summary>Starts to fetch where a bucket's entries begin, or, once that is there, the entries.</summary>
    public void Prefetch(ulong hash, bool entries)
    {
        if (Sse.IsSupported)
        {
            var start = _starts + BucketOf(hash, _buckets);
            Sse.Prefetch0(entries ? _entries + (*start * (long)(_addressBits + _fingerprintBits) >> 3) : start);
        }
    }

    private static uint BucketOf(ulong hash, uint buckets) => (uint)Math.BigMul(hash, (ulong)buckets, out _);

    private static int EntriesSize(int count, int bits) => (int)((((long)count * bits) + 7) / 8) + sizeof(ulong);

    /// <summary>The number of each bucket's first entry.</summary>
    private static uint[] Starts(ReadOnlySpan<ulong> hashes, uint buckets)
    {
        var starts = new uint[buckets + 1];
        foreach (var hash in hashes)
        {
            starts[BucketOf(hash, buckets) + 1]++;
        }

        for (var bucket = 0; bucket < buckets; bucket++)
        {
            starts[bucket + 1] += starts[bucket];
        }

        return starts;
    }

    private static int Highest(ReadOnlySpan<int> rows)
    {
        var highest = 0;
        foreach (var row in rows)
        {
            highest = Math.Max(highest, row);
        }

        return highest;
    }

    private static void Put(Span<byte> entries, uint entry, int bits, ulong value)
    {
        var at = (long)entry * bits;
        var target = entries[(int)(at >> 3)..];
        BinaryPrimitives.WriteUInt64LittleEndian(target, BinaryPrimitives.ReadUInt64LittleEndian(target) | (value << (int)(at & 7)));
    }
}

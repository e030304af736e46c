using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>
/// Reads the first version of id files: the ids' hashes in ascending order, the row of each, and a Bloom filter in front. Layout behind
/// the header: count i32, filter words i32, filter, hashes u64, rows i32.
/// </summary>
internal sealed unsafe class SortedIds
{
    private const int FixedSize = IdFile.HeaderSize + 8;
    private const int Probes = 6;

    private readonly ulong* _filter;
    private readonly ulong* _hashes;
    private readonly int* _rows;
    private readonly int _filterWords;

    /// <exception cref="DamagedDataException">The parts don't have the sizes that the header gives them.</exception>
    public SortedIds(byte* start, long length)
    {
        if (length < FixedSize)
        {
            throw new DamagedDataException("the id file ends in its header");
        }

        Count = *(int*)(start + IdFile.HeaderSize);
        _filterWords = *(int*)(start + IdFile.HeaderSize + 4);
        if (Count < 0 || _filterWords <= 0 || length != FixedSize + (_filterWords * 8L) + (Count * 12L))
        {
            throw new DamagedDataException("the id file's sizes don't fit together");
        }

        _filter = (ulong*)(start + FixedSize);
        _hashes = _filter + _filterWords;
        _rows = (int*)(_hashes + Count);
    }

    /// <summary>"DLIDS", format version 1.</summary>
    public static ReadOnlySpan<byte> Header => "DLIDS\0\u0001\0"u8;

    public int Count { get; }

    public bool Next(ulong hash, ref int cursor, out int row)
    {
        // The cursor is the place of the entry given last.
        var at = cursor < 0 ? MayContain(hash) ? LowerBound(hash) : Count : cursor + 1;
        var isFound = at < Count && _hashes[at] == hash;
        (cursor, row) = isFound ? (at, _rows[at]) : (cursor, -1);
        return isFound;
    }

    private bool MayContain(ulong hash)
    {
        for (var i = 0; i < Probes; i++, hash = (hash * 0x9E3779B97F4A7C15) + 0x632BE59BD9B4E019)
        {
            var bit = (long)Math.BigMul(hash, (ulong)_filterWords * 64, out _);
            if ((_filter[bit >> 6] >> (int)(bit & 63) & 1) == 0)
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
            if (_hashes[middle] < hash)
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
}

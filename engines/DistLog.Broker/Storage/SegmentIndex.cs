using Microsoft.Win32.SafeHandles;

namespace DistLog.Broker.Storage;

/// <summary>
/// A segment's sparse index. It gathers in memory while the segment is written, and is read from its file, entry by entry,
/// once the segment is closed: memory does not grow with the log.
/// </summary>
internal sealed class SegmentIndex : IDisposable
{
    private readonly Lock _lock = new();
    private List<IndexEntry>? _entries = [];
    private SafeFileHandle? _file;
    private int _count;

    /// <summary>Adds the entry of a batch that is about to be appended.</summary>
    public void Add(IndexEntry entry)
    {
        lock (_lock)
        {
            _entries!.Add(entry);
            _count++;
        }
    }

    /// <summary>The entries while they are in memory.</summary>
    public IndexEntry[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _entries ?? []];
        }
    }

    /// <summary>From now on the entries are read from <paramref name="file"/>, which this index owns.</summary>
    public void MoveTo(SafeFileHandle file, int count)
    {
        lock (_lock)
        {
            (_file, _count, _entries) = (file, count, null);
        }
    }

    /// <summary>The last entry at or before the offset; the segment's start when there is none.</summary>
    public IndexEntry FindOffset(int relativeOffset) => FindLast(entry => entry.RelativeOffset <= relativeOffset);

    /// <summary>The last entry before which everything is older than the timestamp; the segment's start when there is none.</summary>
    public IndexEntry FindTimestamp(long timestamp) => FindLast(entry => entry.MaxTimestampBefore < timestamp);

    public void Dispose() => _file?.Dispose();

    private IndexEntry FindLast(Predicate<IndexEntry> holds)
    {
        lock (_lock)
        {
            int low = 0, high = _count;
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = holds(Get(middle)) ? (middle + 1, high) : (low, middle);
            }

            return low == 0 ? default : Get(low - 1);
        }
    }

    private IndexEntry Get(int i)
    {
        if (_entries is not null)
        {
            return _entries[i];
        }

        Span<byte> bytes = stackalloc byte[IndexEntry.Size];
        RandomAccess.Read(_file!, bytes, IndexFile.HeaderBytes + ((long)i * IndexEntry.Size));
        return IndexEntry.Read(bytes);
    }
}

using DistLog.Broker.Protocol;

namespace DistLog.Broker.Storage;

/// <summary>The answer to a read: durable bytes of whole batches, except that the last batch may be cut.</summary>
internal readonly record struct ReadResult(ErrorCode Error, FileSlice? Records, long HighWatermark, long LogStartOffset);

internal sealed partial class PartitionLog
{
    private readonly Lock _waitersLock = new();
    private readonly HashSet<FetchWaiter> _waiters = [];

    /// <summary>Reads batches from the one with the offset on.</summary>
    /// <param name="offset">Where to start.</param>
    /// <param name="maxBytes">How much to read at most.</param>
    /// <param name="wholeFirstBatch">Whether a first batch above the limit is returned all the same (KIP-74), so that no reader gets stuck.</param>
    public ReadResult Read(long offset, int maxBytes, bool wholeFirstBatch)
    {
        var mark = _highWatermark;
        var start = LogStartOffset;
        if (offset < start || offset > NextOffset)
        {
            return new ReadResult(ErrorCode.OffsetOutOfRange, null, mark.Offset, start);
        }

        var slice = offset >= mark.Offset ? null : FindSlice(mark, offset, maxBytes, wholeFirstBatch);
        return new ReadResult(ErrorCode.None, slice, mark.Offset, start);
    }

    /// <summary>The segment and position of the first durable batch that fulfils a search, looking through the segments in order.</summary>
    public (LogSegment Segment, BatchPosition Batch)? FindTimestamp(long timestamp)
    {
        var mark = _highWatermark;
        foreach (var segment in _segments)
        {
            var end = DurableEnd(segment, mark);
            if (segment.MaxTimestamp >= timestamp && segment.FindTimestamp(timestamp, end) is { } found)
            {
                return (segment, found);
            }
        }

        return null;
    }

    /// <summary>The batch with the largest timestamp, for the offset query -3 (KIP-734).</summary>
    public (LogSegment Segment, BatchPosition Batch)? FindMaxTimestamp()
    {
        var newest = _segments.MaxBy(segment => segment.MaxTimestamp);
        return newest is { MaxTimestamp: >= 0 } ? FindTimestamp(newest.MaxTimestamp) : null;
    }

    /// <summary>Wakes <paramref name="waiter"/> at every advance of the high watermark, until it is removed.</summary>
    public void AddWaiter(FetchWaiter waiter)
    {
        lock (_waitersLock)
        {
            _waiters.Add(waiter);
        }
    }

    public void RemoveWaiter(FetchWaiter waiter)
    {
        lock (_waitersLock)
        {
            _waiters.Remove(waiter);
        }
    }

    private static long DurableEnd(LogSegment segment, HighWatermark mark) =>
        segment.BaseOffset < mark.Segment.BaseOffset ? segment.Size : segment == mark.Segment ? mark.Position : 0;

    private FileSlice? FindSlice(HighWatermark mark, long offset, int maxBytes, bool wholeFirstBatch)
    {
        var segments = _segments;
        for (var i = SegmentWith(segments, offset); i < segments.Length; i++)
        {
            var end = DurableEnd(segments[i], mark);
            if (segments[i].FindOffset(offset, end) is { } found)
            {
                return Slice(segments[i], found, end, maxBytes, wholeFirstBatch);
            }
        }

        return null;
    }

    private static FileSlice? Slice(LogSegment segment, BatchPosition first, long end, int maxBytes, bool wholeFirstBatch)
    {
        var available = segment.ReadableEnd(first.Position, end) - first.Position;
        var length = (int)Math.Min(available, Math.Max(0, maxBytes));
        if (length < first.Header.TotalBytes)
        {
            length = wholeFirstBatch ? first.Header.TotalBytes : 0;
        }

        return length == 0 ? null : new FileSlice(segment.File, first.Position, length);
    }

    /// <summary>The index of the last segment that starts at or before the offset.</summary>
    private static int SegmentWith(LogSegment[] segments, long offset)
    {
        var i = segments.Length - 1;
        while (i > 0 && segments[i].BaseOffset > offset)
        {
            i--;
        }

        return i;
    }

    private void WakeReaders()
    {
        lock (_waitersLock)
        {
            foreach (var waiter in _waiters)
            {
                waiter.Wake();
            }
        }
    }
}

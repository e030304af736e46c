using DistLog.Broker.Records;

namespace DistLog.Broker.Storage;

/// <summary>
/// Compaction (cleanup.policy=compact): closed segments are rewritten with the newest record of each key only, and small
/// neighbours are merged.
/// </summary>
internal sealed partial class PartitionLog
{
    /// <summary>A compacted topic begins a new segment at this size, since the segment in use is never compacted.</summary>
    private const int CompactableBytes = 8 * 1024 * 1024;

    private long _compactedTo;

    /// <summary>Compacts when enough of the log is new since the last time; answers the bytes saved.</summary>
    public long Compact()
    {
        var closed = TakeCompactable();
        var dirty = closed.Where(segment => segment.NextOffset > _compactedTo).Sum(segment => segment.Size);
        if (dirty == 0 || dirty < _config.MinDirtyRatio * closed.Sum(segment => segment.Size))
        {
            return 0;
        }

        var map = new CompactionMap();
        foreach (var segment in closed)
        {
            map.Add(segment);
        }

        var tombstonesBefore = _time.GetUtcNow().ToUnixTimeMilliseconds() - _config.DeleteRetentionMs;
        var saved = Neighbours(closed).Sum(group => Replace(group, map, tombstonesBefore));
        _compactedTo = closed[^1].NextOffset;
        Log.Compacted(_logger, Directory, closed.Count, saved);
        return saved;
    }

    private List<LogSegment> TakeCompactable()
    {
        lock (_lock)
        {
            if (!_config.Compacts || _deleted)
            {
                return [];
            }

            if (Active.Size >= CompactableBytes)
            {
                Roll();
            }

            var durable = _highWatermark.Segment.BaseOffset;
            return [.. _segments.Where(segment => segment.BaseOffset < durable && segment.Damage.Count == 0)];
        }
    }

    /// <summary>Runs of segments that fit into one.</summary>
    private IEnumerable<List<LogSegment>> Neighbours(List<LogSegment> closed)
    {
        var group = new List<LogSegment>();
        foreach (var segment in closed)
        {
            if (group.Count > 0
                && (group.Sum(member => member.Size) + segment.Size > _config.SegmentBytes
                    || segment.NextOffset - group[0].BaseOffset > int.MaxValue))
            {
                yield return group;
                group = [];
            }

            group.Add(segment);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private long Replace(List<LogSegment> group, CompactionMap map, long tombstonesBefore)
    {
        var path = SegmentSwap.CleanedPath(Directory, group[0].BaseOffset);
        var before = group.Sum(segment => segment.Size);
        long after;
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            after = group.Aggregate(0L, (position, segment) => CopyKept(segment, file, position, map, tombstonesBefore));
            DurableFile.SyncData(file);
        }

        if (group.Count == 1 && after == before)
        {
            File.Delete(path);
            return 0;
        }

        Swap(group, path);
        return before - after;
    }

    private static long CopyKept(
        LogSegment segment, Microsoft.Win32.SafeHandles.SafeFileHandle target, long position, CompactionMap map, long tombstonesBefore)
    {
        using var scanner = new BatchScanner(segment.File, 0, segment.Size, segment.BaseOffset);
        while (scanner.MoveNext() == ScanStatus.Batch)
        {
            var isOld = scanner.Header.MaxTimestamp < tombstonesBefore;
            var kept = BatchFilter.Keep(
                scanner.Batch.ToArray(), scanner.Header, (in RecordReader record) => map.IsNewest(record) && (record.HasValue || !isOld));
            RandomAccess.Write(target, kept.Span, position);
            position += kept.Length;
        }

        return position;
    }

    /// <summary>Readers go to the new segment from now on; those in the old files read on in them.</summary>
    private void Swap(List<LogSegment> group, string cleanedPath)
    {
        SegmentSwap.Commit(Directory, cleanedPath, group[0].BaseOffset, group[^1].NextOffset);
        var merged = new LogSegment(Directory, group[0].BaseOffset, _config.IndexIntervalBytes);
        RecoverSegment(merged, isLast: false);
        lock (_lock)
        {
            var at = Array.IndexOf(_segments, group[0]);
            _segments = [.. _segments[..at], merged, .. _segments[(at + group.Count)..]];
            foreach (var old in group)
            {
                _retired.Enqueue((_time.GetUtcNow() + CloseDelay, old));
            }
        }
    }
}

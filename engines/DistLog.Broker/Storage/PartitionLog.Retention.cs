namespace DistLog.Broker.Storage;

internal sealed partial class PartitionLog
{
    /// <summary>How long a deleted segment's file stays open for reads that have begun (Kafka's file.delete.delay.ms).</summary>
    private static readonly TimeSpan CloseDelay = TimeSpan.FromSeconds(60);

    /// <summary>Producers that have been silent for a day are forgotten (Kafka's producer.id.expiration.ms).</summary>
    private static readonly TimeSpan ProducerExpiry = TimeSpan.FromDays(1);

    private readonly Queue<(DateTimeOffset CloseAt, LogSegment Segment)> _retired = new();

    /// <summary>Records before the offset are gone for readers; answers the start as it is now.</summary>
    public long AdvanceStart(long offset)
    {
        lock (_lock)
        {
            _logStartOffset = Math.Clamp(offset, _logStartOffset, NextOffset);
            return _logStartOffset;
        }
    }

    /// <summary>Deletes the oldest segments that are past retention or before the log's start; answers how many.</summary>
    public int DeleteOldSegments()
    {
        CloseRetired();
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            _producers.Expire((now - ProducerExpiry).ToUnixTimeMilliseconds());
            var count = CountExpired(now.ToUnixTimeMilliseconds());
            if (count > 0 && !_deleted)
            {
                Retire(count, now);
            }

            return count;
        }
    }

    private int CountExpired(long nowMs)
    {
        var segments = _segments;
        var excessBytes = _config is { Deletes: true, RetentionBytes: >= 0 } ? SizeBytes - _config.RetentionBytes : long.MinValue / 2;
        var oldest = _config is { Deletes: true, RetentionMs: >= 0 } ? nowMs - _config.RetentionMs : long.MinValue;
        var durable = _highWatermark.Segment.BaseOffset;
        var count = 0;
        while (count < segments.Length - 1 && segments[count].BaseOffset < durable)
        {
            excessBytes -= segments[count].Size;
            if (excessBytes < 0 && segments[count].MaxTimestamp >= oldest && segments[count + 1].BaseOffset > _logStartOffset)
            {
                break;
            }

            count++;
        }

        return count;
    }

    private void Retire(int count, DateTimeOffset now)
    {
        foreach (var segment in _segments.Take(count))
        {
            LogSegment.Delete(Directory, segment.BaseOffset);
            ProducerSnapshot.Delete(Directory, segment.BaseOffset);
            _unsynced.Remove(segment);
            _retired.Enqueue((now + CloseDelay, segment));
            Log.SegmentDeleted(_logger, segment.Path, segment.Size);
        }

        _segments = _segments[count..];
        _logStartOffset = Math.Max(_logStartOffset, _segments[0].BaseOffset);
        DurableFile.SyncDirectory(Directory);
    }

    private void CloseRetired()
    {
        lock (_lock)
        {
            while (_retired.TryPeek(out var oldest) && oldest.CloseAt <= _time.GetUtcNow())
            {
                _retired.Dequeue().Segment.Dispose();
            }
        }
    }
}

using DistLog.Broker.Protocol;
using DistLog.Broker.Records;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Storage;

/// <summary>The answer to one append.</summary>
internal readonly record struct AppendResult(ErrorCode Error, long BaseOffset, long LogAppendTime);

/// <summary>Up to where the log is durable and so visible: an offset, and the same as a position in a segment.</summary>
internal sealed record HighWatermark(long Offset, LogSegment Segment, long Position);

/// <summary>
/// One partition: an ordered list of segments of which the last is written. Appends go to the page cache under the lock;
/// the group commit makes them durable, and only then do they become visible to consumers and are acknowledged.
/// </summary>
internal sealed partial class PartitionLog : ISyncTarget, IDisposable
{
    private static readonly TimeSpan FailureLineInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly TopicConfig _config;
    private readonly ProducerStates _producers = new();

    /// <summary>Closed segments whose data is not known to be on the disk yet.</summary>
    private readonly List<LogSegment> _unsynced = [];

    private volatile LogSegment[] _segments = [];
    private volatile HighWatermark _highWatermark;
    private long _logStartOffset;
    private bool _directoryChanged;
    private bool _deleted;
    private DateTimeOffset _activeSince;
    private DateTimeOffset _nextFailureLine;

    public PartitionLog(string directory, TopicConfig config, TimeProvider time, ILogger logger)
    {
        (Directory, _config, _time, _logger) = (directory, config, time, logger);
        System.IO.Directory.CreateDirectory(directory);
        Recover();
        _activeSince = time.GetUtcNow();
        _highWatermark = EndOfActive();
    }

    public string Directory { get; }

    public long LogStartOffset => Volatile.Read(ref _logStartOffset);

    /// <summary>The offset after the last durable record.</summary>
    public long HighWatermark => _highWatermark.Offset;

    /// <summary>The offset that the next record will get.</summary>
    public long NextOffset => Active.NextOffset;

    public long SizeBytes => _segments.Sum(segment => segment.Size);

    private LogSegment Active => _segments[^1];

    /// <summary>Appends a checked batch, setting its offset in place; it is durable after the next commit.</summary>
    /// <param name="batch">One whole batch; its offset, epoch and, by the topic's configuration, time are overwritten.</param>
    /// <param name="header">The header as checked.</param>
    public AppendResult Append(Span<byte> batch, RecordBatchHeader header)
    {
        lock (_lock)
        {
            if (_deleted)
            {
                return new AppendResult(ErrorCode.UnknownTopicOrPartition, -1, -1);
            }

            var error = _producers.Check(header, out var duplicate);
            if (error != ErrorCode.None || duplicate is not null)
            {
                return new AppendResult(error, duplicate?.BaseOffset ?? -1, -1);
            }

            return AppendInOrder(batch, header);
        }
    }

    /// <summary>Makes everything appended so far durable, then visible. Called by the group commit's thread only.</summary>
    public void Sync()
    {
        LogSegment[] closed;
        bool directoryChanged;
        HighWatermark reached;
        lock (_lock)
        {
            if (_deleted)
            {
                return;
            }

            closed = [.. _unsynced];
            _unsynced.Clear();
            (directoryChanged, _directoryChanged) = (_directoryChanged, false);
            reached = EndOfActive();
        }

        foreach (var segment in closed)
        {
            DurableFile.SyncData(segment.File);
        }

        DurableFile.SyncData(reached.Segment.File);
        if (directoryChanged)
        {
            DurableFile.SyncDirectory(Directory);
        }

        _highWatermark = reached;
        WakeReaders();
    }

    /// <summary>Ends all use of the partition; the files are left to the caller.</summary>
    public void MarkDeleted()
    {
        lock (_lock)
        {
            _deleted = true;
        }

        WakeReaders();
    }

    public void Dispose()
    {
        foreach (var segment in _segments)
        {
            segment.Dispose();
        }
    }

    private HighWatermark EndOfActive() => new(Active.NextOffset, Active, Active.Size);

    private AppendResult AppendInOrder(Span<byte> batch, RecordBatchHeader header)
    {
        var appendTime = StampTime(batch, ref header);
        header = header with { BaseOffset = Active.NextOffset };
        RecordBatchHeader.SetOffset(batch, header.BaseOffset, LeaderEpoch.Current);
        try
        {
            RollIfFull(header);
            Active.Append(batch, header);
        }
        catch (IOException failure)
        {
            TellFailure(failure);
            return new AppendResult(ErrorCode.KafkaStorageError, -1, -1);
        }

        _producers.Add(header);
        return new AppendResult(ErrorCode.None, header.BaseOffset, appendTime);
    }

    /// <summary>At most one line in ten seconds: producers try again many times a second, and the disk may be full.</summary>
    private void TellFailure(IOException failure)
    {
        if (_time.GetUtcNow() >= _nextFailureLine)
        {
            Log.AppendFailed(_logger, Directory, failure);
            _nextFailureLine = _time.GetUtcNow() + FailureLineInterval;
        }
    }

    private long StampTime(Span<byte> batch, ref RecordBatchHeader header)
    {
        if (!_config.UsesLogAppendTime)
        {
            return -1;
        }

        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        RecordBatchHeader.SetLogAppendTime(batch, now);
        header = header with { MaxTimestamp = now };
        return now;
    }

    private void RollIfFull(in RecordBatchHeader next)
    {
        var active = Active;
        if (active.Size == 0)
        {
            _activeSince = _time.GetUtcNow();
            return;
        }

        if (active.Size + next.TotalBytes > _config.SegmentBytes
            || next.LastOffset - active.BaseOffset > int.MaxValue
            || _time.GetUtcNow() - _activeSince > _config.SegmentAge)
        {
            Roll();
        }
    }

    private void Roll()
    {
        // Only the creation of the file may fail; from then on appends must go to it.
        var closed = Active;
        var next = new LogSegment(Directory, closed.NextOffset, _config.IndexIntervalBytes);
        WriteHints(closed);
        _unsynced.Add(closed);
        _directoryChanged = true;
        _activeSince = _time.GetUtcNow();
        _segments = [.. _segments, next];
    }

    private void WriteHints(LogSegment closed)
    {
        try
        {
            ProducerSnapshot.Write(Directory, closed.NextOffset, _producers);
            closed.Close();
        }
        catch (IOException failure)
        {
            Log.HintNotWritten(_logger, closed.Path, failure);
        }
    }
}

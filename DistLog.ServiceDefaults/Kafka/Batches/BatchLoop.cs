using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace DistLog.ServiceDefaults.Kafka.Batches;

/// <summary>
/// Reads records, hands them on in batches, and commits each batch's offsets after everything it led to is acknowledged:
/// at least once, in order, with bounded memory. Runs on one thread of its own.
/// </summary>
/// <remarks>
/// Several batches may be outstanding; offsets are committed batch after batch in the order of reading, so a commit never covers
/// a record before one that is not done. While too many are outstanding, fetching pauses and polling goes on, so that a
/// store which is away for hours costs neither memory nor the membership of the group.
/// </remarks>
internal sealed class BatchLoop(
    IRecordSource source,
    IBatchProcessor processor,
    BatchConsumerOptions options,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan IdlePoll = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _linger = TimeSpan.FromMilliseconds(options.LingerMs);
    private readonly TimeSpan _pauseAfter = TimeSpan.FromMilliseconds(options.PauseAfterMs);
    private readonly TimeSpan _commitInterval = TimeSpan.FromMilliseconds(options.CommitIntervalMs);
    private readonly Queue<Batch> _inFlight = new();
    private readonly OffsetMap _committable = new();
    private Batch? _open;
    private long _lastCommit = time.GetTimestamp();
    private CancellationToken _abort;

    /// <summary>When the loop last asked for records: a timestamp of the <see cref="TimeProvider"/>.</summary>
    public long LastPoll { get; private set; } = time.GetTimestamp();

    /// <summary>Runs until told to stop, then waits for what is outstanding and commits it.</summary>
    /// <param name="stopping">No further records are read.</param>
    /// <param name="abort">There is no more time.</param>
    /// <exception cref="AggregateException">A batch failed.</exception>
    public void Run(CancellationToken stopping, CancellationToken abort)
    {
        _abort = abort;
        while (!stopping.IsCancellationRequested)
        {
            Step(stopping);
        }

        Drain();
    }

    /// <summary>Closes the open batch, waits for all outstanding ones as long as the options allow, and commits what is done.</summary>
    public void Drain()
    {
        CloseBatch();
        var deadline = TimeSpan.FromMilliseconds(options.DrainTimeoutMs);
        var started = time.GetTimestamp();
        while (_inFlight.Count > 0 && time.GetElapsedTime(started) is var elapsed && elapsed < deadline)
        {
            WaitForHead(deadline - elapsed);
            Settle();
        }

        if (_inFlight.Count > 0)
        {
            Events.BatchesUnfinished(logger, _inFlight.Count, options.DrainTimeoutMs);
        }

        Commit();
    }

    /// <summary>
    /// Partitions go to another member: what is outstanding is finished and committed first, so that it does not
    /// do it again. What can't be finished in time is never committed by us.
    /// </summary>
    public void OnRevoked()
    {
        Drain();
        ForgetOffsets();
    }

    /// <summary>Partitions went to another member without notice: their offsets are its own now.</summary>
    public void OnLost()
    {
        CloseBatch();
        ForgetOffsets();
    }

    private void Step(CancellationToken stopping)
    {
        Take(Poll(PollTimeout()));
        if (_open is not null && IsDue(_open))
        {
            CloseBatch();
        }

        Settle();
        if (_inFlight.Count >= options.MaxInFlight)
        {
            WaitForRoom(stopping);
        }

        if (!_committable.IsEmpty && time.GetElapsedTime(_lastCommit) >= _commitInterval)
        {
            Commit();
        }
    }

    private ConsumeResult<byte[], byte[]>? Poll(TimeSpan timeout)
    {
        LastPoll = time.GetTimestamp();
        try
        {
            return source.Poll(timeout);
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            Events.PollFailed(logger, e.Error.Code.ToString(), e.Error.Reason);
            _abort.WaitHandle.WaitOne(IdlePoll);
            return null;
        }
    }

    private TimeSpan PollTimeout()
    {
        if (_open is null)
        {
            return IdlePoll;
        }

        var left = _linger - time.GetElapsedTime(_open.OpenedAt);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < IdlePoll ? left : IdlePoll;
    }

    private void Take(ConsumeResult<byte[], byte[]>? record)
    {
        if (record?.Message is not null)
        {
            _open ??= new Batch(time.GetTimestamp());
            _open.Add(record);
            processor.Add(record);
        }
    }

    private bool IsDue(Batch batch) =>
        batch.Records >= options.MaxRecords || batch.Bytes >= options.MaxBytes || time.GetElapsedTime(batch.OpenedAt) >= _linger;

    private void CloseBatch()
    {
        if (_open is null)
        {
            return;
        }

        _open.EndRun();
        _open.Done = processor.CompleteAsync(_abort);
        _inFlight.Enqueue(_open);
        _open = null;
    }

    private void Settle()
    {
        while (_inFlight.TryPeek(out var head) && head.Done.IsCompleted)
        {
            // Throws where the batch failed: nothing from it on may be committed.
            head.Done.GetAwaiter().GetResult();
            _committable.SetAll(head.Offsets);
            _inFlight.Dequeue();
        }
    }

    private void WaitForRoom(CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        while (IsFull(stopping) && time.GetElapsedTime(started) < _pauseAfter)
        {
            WaitForHead(IdlePoll);
            Settle();
        }

        if (IsFull(stopping))
        {
            PauseUntilRoom(stopping);
        }
    }

    private bool IsFull(CancellationToken stopping) => _inFlight.Count >= options.MaxInFlight && !stopping.IsCancellationRequested;

    private void PauseUntilRoom(CancellationToken stopping)
    {
        Events.Paused(logger, _inFlight.Count);
        while (IsFull(stopping))
        {
            // Again each time: a rebalance may have brought partitions that fetch.
            source.Pause();
            Take(Poll(IdlePoll));
            Settle();
        }

        source.Resume();
        Events.Resumed(logger);
    }

    private void WaitForHead(TimeSpan timeout)
    {
        if (_inFlight.TryPeek(out var head))
        {
            Task.WaitAny([head.Done], timeout);
        }
    }

    private void Commit()
    {
        _lastCommit = time.GetTimestamp();
        if (_committable.IsEmpty)
        {
            return;
        }

        try
        {
            source.Commit(_committable.Offsets);
            _committable.Clear();
        }
        catch (KafkaException e)
        {
            // They stay and are tried again; at worst records are done twice.
            Events.CommitFailed(logger, e.Error.Code.ToString(), e.Error.Reason);
        }
    }

    private void ForgetOffsets()
    {
        _committable.Clear();
        foreach (var batch in _inFlight)
        {
            // They keep their place: what comes after them is committed only when they are done.
            batch.Offsets.Clear();
        }
    }
}

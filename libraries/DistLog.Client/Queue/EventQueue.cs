using System.Buffers.Binary;

namespace DistLog.Client.Queue;

/// <summary>
/// The bounded queue between the callers, who never wait, and the one sender. When it is full, the oldest of the least
/// severe events makes room for a more severe one; an event that finds nothing less severe is itself dropped. Every drop is counted.
/// </summary>
internal sealed class EventQueue : IDisposable
{
    // Registration, one beat every few seconds, reports: a beat that waits says the same as a newer one.
    private const int MaxLifeEvents = 8;

    private readonly Lock _lock = new();
    private readonly QueueLimits _limits;
    private readonly Queue<QueuedEvent>[] _lanes = [new(), new(), new(), new(), new(), new(), new()];
    private readonly EventBuffers _buffers = new();
    private readonly long[] _dropped = new long[(int)Lane.Life];
    private readonly SemaphoreSlim _signal = new(0);
    private readonly ITimer _lingerTimer;
    private readonly List<FlushWaiter> _flushes = [];
    private Wake _wake;
    private bool _urgent;
    private bool _inFlight;
    private ulong _sequence;
    private int _count;
    private long _bytes;

    public EventQueue(QueueLimits limits, TimeProvider time)
    {
        _limits = limits;
        _lingerTimer = time.CreateTimer(_ => WakeSender(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    // What the sender waits for.
    private enum Wake
    {
        Nothing,
        AnyEvent,
        FullBatch,
    }

    /// <summary>Events waiting, the chunk in flight not counted.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>Takes a copy of an encoded event and numbers it. Never waits.</summary>
    /// <param name="lane">Where it waits.</param>
    /// <param name="encoded">The forward entry.</param>
    /// <param name="sequenceOffset">Where its eight bytes of sequence number stand, big-endian.</param>
    /// <param name="force">Whether it goes in even where the queue is full: for the goodbye.</param>
    /// <returns>False when it was dropped.</returns>
    public bool TryAdd(Lane lane, ReadOnlySpan<byte> encoded, int sequenceOffset, bool force = false)
    {
        bool added, release;
        lock (_lock)
        {
            added = force || MakeRoom(lane, encoded.Length);
            if (added)
            {
                Append(lane, encoded, sequenceOffset);
            }

            _urgent |= added && lane == Lane.Fatal;
            release = added && TakeWake();
        }

        Signal(release);
        return added;
    }

    /// <summary>Waits until there is something to send: a full batch, an urgent event, or any event once the linger is over.</summary>
    public async Task WaitForBatchAsync(CancellationToken cancellation)
    {
        while (AwaitsFirstEvent())
        {
            await _signal.WaitAsync(cancellation);
        }

        if (AwaitsFullBatch())
        {
            _lingerTimer.Change(_limits.Linger, Timeout.InfiniteTimeSpan);
            await _signal.WaitAsync(cancellation);
        }
    }

    /// <summary>Moves up to a batch of events into <paramref name="batch"/>: life events first, the others in the order of their numbers.</summary>
    public void Take(List<QueuedEvent> batch)
    {
        lock (_lock)
        {
            var bytes = 0;
            while (batch.Count < _limits.BatchEvents && Next() is { } lane && (batch.Count == 0 || bytes + lane.Peek().Length <= _limits.BatchBytes))
            {
                var next = lane.Dequeue();
                _count--;
                _bytes -= next.Length;
                bytes += next.Length;
                batch.Add(next);
            }

            _inFlight = batch.Count > 0;
            _urgent &= _count > 0;
        }
    }

    /// <summary>Takes back the buffers of a batch that has been copied into its chunk, and empties it.</summary>
    public void Recycle(List<QueuedEvent> batch)
    {
        lock (_lock)
        {
            foreach (var queued in batch)
            {
                _buffers.Return(queued.Buffer);
            }
        }

        batch.Clear();
    }

    /// <summary>Says that what was taken is acknowledged, and so ends the flushes that waited for it.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _inFlight = false;
            _flushes.RemoveAll(waiter => waiter.TryFinish(LowestOutstanding()));
        }
    }

    /// <summary>Completes when everything added before the call is acknowledged (or dropped); the sender skips its linger until then.</summary>
    public Task WaitUntilSentAsync()
    {
        bool release;
        var waiter = new FlushWaiter();
        lock (_lock)
        {
            if (_count == 0 && !_inFlight)
            {
                return Task.CompletedTask;
            }

            waiter.Target = _sequence;
            _flushes.Add(waiter);
            _urgent = _count > 0;
            release = TakeWake();
        }

        Signal(release);
        return waiter.Task;
    }

    /// <summary>Takes the counts of dropped events, by severity, since the last call; null where there were none.</summary>
    public long[]? TakeDropped()
    {
        lock (_lock)
        {
            if (!_dropped.AsSpan().ContainsAnyExcept(0))
            {
                return null;
            }

            var taken = _dropped.ToArray();
            Array.Clear(_dropped);
            return taken;
        }
    }

    /// <summary>Ends the timer. The signal stays usable, because loggers outlive the client and must not throw.</summary>
    public void Dispose() => _lingerTimer.Dispose();

    private bool MakeRoom(Lane incoming, int bytes)
    {
        if (incoming == Lane.Life)
        {
            return _lanes[(int)Lane.Life].Count < MaxLifeEvents;
        }

        while (_count >= _limits.MaxEvents || _bytes + bytes > _limits.MaxBytes)
        {
            if (!TryEvict(below: incoming))
            {
                _dropped[(int)incoming]++;
                ClientMetrics.Dropped(incoming);
                return false;
            }
        }

        return true;
    }

    private bool TryEvict(Lane below)
    {
        for (var lane = Lane.Trace; lane < below; lane++)
        {
            if (_lanes[(int)lane].TryDequeue(out var victim))
            {
                _count--;
                _bytes -= victim.Length;
                _dropped[(int)lane]++;
                ClientMetrics.Dropped(lane);
                _buffers.Return(victim.Buffer);
                return true;
            }
        }

        return false;
    }

    private void Append(Lane lane, ReadOnlySpan<byte> encoded, int sequenceOffset)
    {
        var buffer = _buffers.Rent(encoded.Length);
        encoded.CopyTo(buffer);
        _sequence++;
        BinaryPrimitives.WriteUInt64BigEndian(buffer.AsSpan(sequenceOffset), _sequence);
        _lanes[(int)lane].Enqueue(new QueuedEvent(buffer, encoded.Length, _sequence));
        _count++;
        _bytes += encoded.Length;
    }

    private Queue<QueuedEvent>? Next()
    {
        if (_lanes[(int)Lane.Life].Count > 0)
        {
            return _lanes[(int)Lane.Life];
        }

        Queue<QueuedEvent>? first = null;
        foreach (var lane in _lanes)
        {
            if (lane.Count > 0 && (first is null || lane.Peek().Sequence < first.Peek().Sequence))
            {
                first = lane;
            }
        }

        return first;
    }

    private ulong LowestOutstanding()
    {
        var lowest = ulong.MaxValue;
        foreach (var lane in _lanes)
        {
            lowest = lane.Count > 0 ? Math.Min(lowest, lane.Peek().Sequence) : lowest;
        }

        return lowest;
    }

    private bool AwaitsFirstEvent()
    {
        lock (_lock)
        {
            _wake = _count == 0 ? Wake.AnyEvent : Wake.Nothing;
            return _count == 0;
        }
    }

    private bool AwaitsFullBatch()
    {
        lock (_lock)
        {
            var waits = _limits.Linger > TimeSpan.Zero && !IsBatchReady();
            _wake = waits ? Wake.FullBatch : Wake.Nothing;
            return waits;
        }
    }

    private bool IsBatchReady() => _urgent || _count >= _limits.BatchEvents || _bytes >= _limits.BatchBytes;

    // Called under the lock. The signal is given once for each wait, so that the callers pay for it once a batch, not once an event.
    private bool TakeWake()
    {
        if (_wake == Wake.Nothing || (_wake == Wake.FullBatch && !IsBatchReady()))
        {
            return false;
        }

        _wake = Wake.Nothing;
        return true;
    }

    private void WakeSender()
    {
        bool release;
        lock (_lock)
        {
            release = _wake == Wake.FullBatch;
            _wake = release ? Wake.Nothing : _wake;
        }

        Signal(release);
    }

    private void Signal(bool release)
    {
        if (release)
        {
            _signal.Release();
        }
    }
}

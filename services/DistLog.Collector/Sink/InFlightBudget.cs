namespace DistLog.Collector.Sink;

/// <summary>Bounds what was handed to the bus and is not yet acknowledged, in records and in bytes.</summary>
/// <remarks>Whoever waits is served in turn. A batch larger than the whole budget is let in when nothing else is in flight.</remarks>
internal sealed class InFlightBudget(int maxRecords, long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiters = [];
    private int _records;
    private long _bytes;

    public int Records => Volatile.Read(ref _records);

    public bool TryReserve(int records, long bytes)
    {
        lock (_lock)
        {
            return _waiters.Count == 0 && TryTake(records, bytes);
        }
    }

    public async ValueTask ReserveAsync(int records, long bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<Waiter> waiter;
        lock (_lock)
        {
            if (_waiters.Count == 0 && TryTake(records, bytes))
            {
                return;
            }
            waiter = _waiters.AddLast(new Waiter(records, bytes, new(TaskCreationOptions.RunContinuationsAsynchronously)));
        }
        using var registration = cancellationToken.UnsafeRegister(_ => CallOff(waiter, cancellationToken), null);
        await waiter.Value.Room.Task;
    }

    public void Release(int records, long bytes)
    {
        lock (_lock)
        {
            _records -= records;
            _bytes -= bytes;
            ServeWaiters();
        }
    }

    private void ServeWaiters()
    {
        while (_waiters.First is { } first && TryTake(first.Value.Records, first.Value.Bytes))
        {
            _waiters.RemoveFirst();
            first.Value.Room.SetResult();
        }
    }

    private void CallOff(LinkedListNode<Waiter> waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (waiter.List is null)
            {
                return; // it was served
            }
            _waiters.Remove(waiter);
            waiter.Value.Room.SetCanceled(cancellationToken);
            ServeWaiters(); // a smaller one behind it may fit
        }
    }

    private bool TryTake(int records, long bytes)
    {
        var fits = _records + records <= maxRecords && _bytes + bytes <= maxBytes;
        if (!fits && _records > 0)
        {
            return false;
        }
        _records += records;
        _bytes += bytes;
        return true;
    }

    private sealed record Waiter(int Records, long Bytes, TaskCompletionSource Room);
}

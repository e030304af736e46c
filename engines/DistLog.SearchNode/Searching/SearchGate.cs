namespace DistLog.SearchNode.Searching;

/// <summary>Lets a fixed number of searches run at once; the others wait their turn, and writes go on beside them.</summary>
internal sealed class SearchGate : IDisposable
{
    private readonly SemaphoreSlim _slots = new(Slots);
    private int _waiting;

    private static int Slots => Math.Max(1, Environment.ProcessorCount);

    /// <summary>Searches that run.</summary>
    public int Active => Slots - _slots.CurrentCount;

    /// <summary>Searches that wait for their turn.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public async Task<IDisposable> EnterAsync(CancellationToken cancel)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _slots.WaitAsync(cancel);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        return new Slot(_slots);
    }

    public void Dispose() => _slots.Dispose();

    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        public void Dispose() => slots.Release();
    }
}

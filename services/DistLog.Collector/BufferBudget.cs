namespace DistLog.Collector;

/// <summary>Bounds the bytes of unfinished messages and of bodies that are held at once, over all connections.</summary>
internal sealed class BufferBudget(long maxBytes)
{
    private readonly long _max = maxBytes;
    private long _held;

    public Lease Open() => new(this);

    /// <summary>What one connection or request holds of it.</summary>
    internal sealed class Lease(BufferBudget budget) : IDisposable
    {
        private long _bytes;

        /// <summary>Changes what is held to so many bytes.</summary>
        /// <returns>False where all of the budget is held: then the holder has to let go of its bytes.</returns>
        public bool TryHold(long bytes)
        {
            var grown = bytes - _bytes;
            _bytes = bytes;
            return Interlocked.Add(ref budget._held, grown) <= budget._max || grown <= 0;
        }

        /// <summary>Raises what is held by so many bytes.</summary>
        /// <inheritdoc cref="TryHold"/>
        public bool TryAdd(long bytes) => TryHold(_bytes + bytes);

        public void Dispose() => TryHold(0);
    }
}

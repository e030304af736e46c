namespace DistLog.Collector.Http;

/// <summary>Bounds the bytes of bodies that are held at once, over all requests.</summary>
internal sealed class BodyBudget(long maxBytes)
{
    private long _held;

    public Lease Open() => new(this);

    /// <summary>What one request holds of it.</summary>
    internal sealed class Lease(BodyBudget budget) : IDisposable
    {
        private long _bytes;

        /// <summary>Raises what is held by so many bytes.</summary>
        /// <exception cref="HttpRefusal">429: all is held.</exception>
        public void Add(long bytes)
        {
            _bytes += bytes;
            if (Interlocked.Add(ref budget._held, bytes) > budget.Max)
            {
                throw new HttpRefusal(StatusCodes.Status429TooManyRequests, "too many large bodies at once; come again") { RetryAfter = 1 };
            }
        }

        public void Dispose() => Interlocked.Add(ref budget._held, -_bytes);
    }

    private long Max { get; } = maxBytes;
}

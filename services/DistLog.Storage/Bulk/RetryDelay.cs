using Microsoft.Extensions.Options;

namespace DistLog.Storage.Bulk;

/// <summary>How long to wait before another attempt: doubling, less up to a half of it, so that several writers don't come back at once.</summary>
internal sealed class RetryDelay(IOptions<StorageOptions> options, Random random)
{
    // 2^20 times any first delay is beyond any maximum.
    private const int MaxDoublings = 20;

    /// <summary>Milliseconds before an attempt: 1 is the first repetition.</summary>
    public int Before(int attempt)
    {
        var doubled = (long)options.Value.FirstRetryMs << Math.Min(attempt - 1, MaxDoublings);
        var delay = Math.Min(doubled, options.Value.MaxRetryMs);
        return (int)Math.Max(1, delay * (0.5 + (random.NextDouble() / 2)));
    }
}

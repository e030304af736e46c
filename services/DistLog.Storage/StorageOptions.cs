using System.ComponentModel.DataAnnotations;

namespace DistLog.Storage;

/// <summary>How storage writes; configuration section <c>Storage</c>. How much at once: section <c>Batches</c>.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>Copies of each shard beside the first. 0: one machine has no place for a second.</summary>
    [Range(0, 10)]
    public int Replicas { get; set; }

    /// <summary>Milliseconds before the first retry; each further one waits twice as long, less a random part of up to a half.</summary>
    [Range(1, 60_000)]
    public int FirstRetryMs { get; set; } = 100;

    /// <summary>Milliseconds that retries are apart at most. Retries never end: the bus keeps what waits.</summary>
    [Range(1, 600_000)]
    public int MaxRetryMs { get; set; } = 5_000;
}

using System.ComponentModel.DataAnnotations;

namespace DistLog.ServiceDefaults.Kafka.Batches;

/// <summary>How much a service takes from its topics at once; configuration section <c>Batches</c>.</summary>
/// <remarks>At most <see cref="MaxInFlight"/> + 1 batches are in memory, so these bound it together.</remarks>
public sealed class BatchConsumerOptions
{
    public const string Section = "Batches";

    /// <summary>Records of one batch. Its cost is shared by them, and they are what is done again after a crash.</summary>
    [Range(1, 100_000)]
    public int MaxRecords { get; set; } = 5_000;

    /// <summary>Bytes of keys and values of one batch.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Milliseconds an open batch waits for more.</summary>
    [Range(1, 10_000)]
    public int LingerMs { get; set; } = 50;

    /// <summary>Batches that may wait for their acknowledgements while the next is filled.</summary>
    [Range(1, 64)]
    public int MaxInFlight { get; set; } = 4;

    /// <summary>
    /// Milliseconds to wait for room before fetching pauses, which throws away what was fetched ahead. Until then a
    /// rebalance waits, so it is far below the group's patience.
    /// </summary>
    [Range(0, 60_000)]
    public int PauseAfterMs { get; set; } = 5_000;

    /// <summary>Milliseconds between two commits. After a crash, what was done since the last one is done again.</summary>
    [Range(10, 60_000)]
    public int CommitIntervalMs { get; set; } = 500;

    /// <summary>
    /// Milliseconds that a stop or the loss of partitions waits for outstanding batches. 5,000: the host kills after 10 s, and a
    /// group waits for a member's answer longer than that.
    /// </summary>
    [Range(0, 60_000)]
    public int DrainTimeoutMs { get; set; } = 5_000;
}

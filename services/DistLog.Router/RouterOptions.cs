using System.ComponentModel.DataAnnotations;

namespace DistLog.Router;

/// <summary>How the router works; configuration section <c>Router</c>.</summary>
internal sealed class RouterOptions
{
    public const string Section = "Router";

    /// <summary>
    /// Ids of one of the two generations that duplicates are found in: the last n to 2 n logs. 1,000,000 take at most 64 MiB,
    /// and are ten seconds at full load, hours at a usual one; what falls out of the window the store still refuses to keep twice.
    /// </summary>
    [Range(1_000, 10_000_000)]
    public int DeduplicationWindow { get; set; } = 1_000_000;

    /// <summary>
    /// Bytes of a document with its key and id. 983,040 (960 KiB): Kafka's default limit of a record is 1 MiB, and clients keep
    /// to 1,000,000. What is larger becomes a dead letter.
    /// </summary>
    [Range(1_024, 983_040)]
    public int MaxEventBytes { get; set; } = 983_040;
}

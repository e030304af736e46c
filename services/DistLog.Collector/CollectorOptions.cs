using System.ComponentModel.DataAnnotations;
using System.Net;

namespace DistLog.Collector;

/// <summary>The front door's settings; configuration section <c>Collector</c>.</summary>
public sealed class CollectorOptions : IValidatableObject
{
    public const string Section = "Collector";

    private const int MiB = 1024 * 1024;

    /// <summary>The address that the forward protocol listens on. Loopback, so that nothing is open that nobody opened.</summary>
    [Required]
    public string ForwardAddress { get; set; } = "127.0.0.1";

    /// <summary>The TCP port of Fluentd's forward protocol; 0: a free port chosen by the system.</summary>
    [Range(0, 65_535)]
    public int ForwardPort { get; set; } = 24_224;

    /// <summary>Bytes of one forward message. 64 MiB: eight times Fluentd's usual chunk of 8 MiB.</summary>
    [Range(64 * 1024, 1024 * MiB)]
    public int MaxFrameBytes { get; set; } = 64 * MiB;

    /// <summary>Bytes of one HTTP request's body as it comes over the wire. 32 MiB is Fluentd's own <c>body_size_limit</c>.</summary>
    [Range(64 * 1024, 1024 * MiB)]
    public int MaxBodyBytes { get; set; } = 32 * MiB;

    /// <summary>Bytes that a compressed chunk or body may become. 64 MiB: as much as may come uncompressed.</summary>
    [Range(64 * 1024, 1024 * MiB)]
    public int MaxInflatedBytes { get; set; } = 64 * MiB;

    /// <summary>
    /// How many times its size compressed input may become, beyond the first 8 MiB. Logs compress to a twentieth; a bomb of
    /// zeros to a thousandth.
    /// </summary>
    [Range(2, 1100)]
    public int MaxInflateRatio { get; set; } = 100;

    /// <summary>
    /// Bytes of one record as JSON. 1,000,000: with its key and framing still below Kafka's default limit of 1,048,588 for a
    /// message; whoever raises it raises <c>max.message.bytes</c> of the topics first, or the bus refuses what was taken.
    /// </summary>
    [Range(1024, 16 * MiB)]
    public int MaxRecordBytes { get; set; } = 1_000_000;

    /// <summary>Records handed to the bus and not yet acknowledged. 100,000: half a second at the fastest input.</summary>
    [Range(1_000, 5_000_000)]
    public int MaxRecordsInFlight { get; set; } = 100_000;

    /// <summary>Bytes of records handed to the bus and not yet acknowledged. 64 MiB: a slow bus costs this much memory, twice where the client library copies it.</summary>
    [Range(8 * MiB, 1024 * MiB)]
    public long MaxBytesInFlight { get; set; } = 64 * MiB;

    /// <summary>
    /// Bytes of unfinished forward messages and of HTTP bodies held at once, over all connections, inflated ones included.
    /// 256 MiB: four of the largest, thousands of the usual.
    /// </summary>
    [Range(64 * MiB, 16L * 1024 * MiB)]
    public long MaxBufferedBytes { get; set; } = 256 * MiB;

    /// <summary>Open connections of both protocols together. 4,096: each costs about 20 KiB at rest.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 4_096;

    /// <summary>Seconds that an HTTP request waits for the bus before it is told 503. 10: most HTTP clients give up at 30.</summary>
    [Range(1, 300)]
    public int HttpBusTimeoutSeconds { get; set; } = 10;

    /// <summary>
    /// Seconds that a record may wait for the bus before it counts as failed. 300: a restart of a broker is ridden out, since
    /// senders that want no acknowledgement would lose what fails.
    /// </summary>
    [Range(1, 3600)]
    public int DeliveryTimeoutSeconds { get; set; } = 300;

    /// <summary>Seconds that a stop waits for what was taken to be acknowledged. 5: the process must be gone within 10.</summary>
    [Range(0, 60)]
    public int DrainSeconds { get; set; } = 5;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(ForwardAddress, out _))
        {
            yield return new($"{Section}:{nameof(ForwardAddress)} is '{ForwardAddress}', which is no IP address; use 127.0.0.1, 0.0.0.0 or ::", [nameof(ForwardAddress)]);
        }
        if (MaxInflatedBytes < MaxRecordBytes)
        {
            yield return new($"{Section}:{nameof(MaxInflatedBytes)} ({MaxInflatedBytes}) is less than {Section}:{nameof(MaxRecordBytes)} ({MaxRecordBytes})", [nameof(MaxInflatedBytes)]);
        }
    }
}

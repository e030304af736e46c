using System.ComponentModel.DataAnnotations;

namespace DistLog.Broker;

/// <summary>The broker's settings: configuration section <c>Broker</c>, environment <c>Broker__Name</c>.</summary>
internal sealed class BrokerOptions
{
    public const string Section = "Broker";

    /// <summary>Address to listen on; loopback unless set, since the protocol is spoken without authentication.</summary>
    [Required]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>TCP port of the Kafka protocol; 0 lets the system choose one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 9092;

    /// <summary>The host that clients are told to connect to; the one listened on unless set.</summary>
    public string? AdvertisedHost { get; set; }

    /// <summary>The port that clients are told to connect to; the one listened on unless set.</summary>
    [Range(1, 65535)]
    public int? AdvertisedPort { get; set; }

    /// <summary>Folder of the log; used by one broker at a time.</summary>
    [Required]
    public string DataDirectory { get; set; } = Path.Combine(".distlog", "broker");

    /// <summary>Partitions of a topic that is created without a number.</summary>
    [Range(1, 10_000)]
    public int DefaultPartitions { get; set; } = 4;

    /// <summary>Whether a client that names an unknown topic creates it, as in Kafka.</summary>
    public bool AutoCreateTopics { get; set; } = true;

    /// <summary>Partitions of all topics together; each holds a file open and about 2 KiB of memory.</summary>
    [Range(1, 100_000)]
    public int MaxPartitions { get; set; } = 4096;

    /// <summary>Largest request in bytes; a longer one closes the connection before anything is allocated for it.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxRequestBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>Largest record batch in bytes (max.message.bytes): 1 MiB and the batch's overhead, as in Kafka.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 1_048_588;

    /// <summary>Largest answer to one fetch in bytes.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxFetchBytes { get; set; } = 55 * 1024 * 1024;

    /// <summary>Open connections; one more is closed at once.</summary>
    [Range(1, 100_000)]
    public int MaxConnections { get; set; } = 4096;

    /// <summary>Unanswered requests of one connection; beyond it the broker stops reading.</summary>
    [Range(1, 10_000)]
    public int MaxInFlightRequests { get; set; } = 64;

    /// <summary>Age in milliseconds at which a segment is deleted (retention.ms); -1 keeps all.</summary>
    [Range(-1, long.MaxValue)]
    public long RetentionMilliseconds { get; set; } = 604_800_000;

    /// <summary>Bytes of a partition beyond which the oldest segments are deleted (retention.bytes); -1 for no limit.</summary>
    [Range(-1, long.MaxValue)]
    public long RetentionBytes { get; set; } = -1;

    /// <summary>Size in bytes at which a new segment is begun (segment.bytes).</summary>
    [Range(1024, int.MaxValue)]
    public int SegmentBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Milliseconds between two looks for segments to delete or to compact.</summary>
    [Range(100, 86_400_000)]
    public int HousekeepingIntervalMilliseconds { get; set; } = 30_000;

    /// <summary>Milliseconds that a new consumer group waits for more members before its first assignment; Kafka waits 3,000.</summary>
    [Range(0, 60_000)]
    public int GroupInitialDelayMilliseconds { get; set; } = 100;

    /// <summary>Shortest session timeout of a group member in milliseconds.</summary>
    [Range(1, 3_600_000)]
    public int GroupMinSessionMilliseconds { get; set; } = 1_000;

    /// <summary>Longest session timeout of a group member in milliseconds.</summary>
    [Range(1, 86_400_000)]
    public int GroupMaxSessionMilliseconds { get; set; } = 1_800_000;

    /// <summary>Members of one group.</summary>
    [Range(1, 100_000)]
    public int GroupMaxMembers { get; set; } = 1_000;

    /// <summary>Minutes that the offsets of a group without members are kept; 7 days as in Kafka.</summary>
    [Range(1, 5_256_000)]
    public int OffsetsRetentionMinutes { get; set; } = 10_080;
}

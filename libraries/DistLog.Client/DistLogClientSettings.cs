using System.ComponentModel.DataAnnotations;

namespace DistLog.Client;

/// <summary>Settings of the client: configuration section <c>DistLog:Client</c>.</summary>
public sealed class DistLogClientSettings
{
    /// <summary>The configuration section that these are read from.</summary>
    public const string SectionName = "DistLog:Client";

    /// <summary>Where the collector listens, as <c>forward://host:port</c>. <c>ConnectionStrings:NAME</c> goes before it.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>What kind of program this is. Default: OTEL_SERVICE_NAME, else the application's name.</summary>
    [MaxLength(200)]
    public string? ServiceName { get; set; }

    /// <summary>
    /// This instance's id. It has to be the same after a restart, so that the node that went down comes up again, and
    /// different from that of every other instance. Default: the orchestrator's service.instance.id where it is stable, else the service's
    /// name and the host's; the library's README has the rule.
    /// </summary>
    [MaxLength(200)]
    public string? NodeId { get; set; }

    /// <summary>The forward protocol's tag. Default: <c>distlog.</c> and the service's name.</summary>
    [MaxLength(200)]
    public string? Tag { get; set; }

    /// <summary>Other services that this one calls; told at registration.</summary>
    [MaxLength(100)]
    public IList<string> Dependencies { get; } = [];

    /// <summary>Milliseconds between heartbeats. The server takes a node for down after 10 s without one.</summary>
    [Range(100, 60_000)]
    public int HeartbeatIntervalMs { get; set; } = 5_000;

    /// <summary>Events that may wait while the collector is slow or away.</summary>
    [Range(100, 10_000_000)]
    public int MaxQueueEvents { get; set; } = 50_000;

    /// <summary>Bytes that may wait.</summary>
    [Range(64 * 1024, 1 << 30)]
    public int MaxQueueBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Events that are sent together at most.</summary>
    [Range(1, 100_000)]
    public int BatchEvents { get; set; } = 2_000;

    /// <summary>Bytes that are sent together at most, before compression.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int BatchBytes { get; set; } = 1024 * 1024;

    /// <summary>Milliseconds that the first event of a batch waits for company; FATAL events never wait.</summary>
    [Range(0, 10_000)]
    public int LingerMs { get; set; } = 50;

    /// <summary>Whether batches are compressed with gzip: worth its CPU on a slow network only.</summary>
    public bool Gzip { get; set; }

    /// <summary>Milliseconds until an attempt to connect is given up.</summary>
    [Range(100, 300_000)]
    public int ConnectTimeoutMs { get; set; } = 5_000;

    /// <summary>Milliseconds to wait for an acknowledgement before the batch is sent again.</summary>
    [Range(100, 600_000)]
    public int AckTimeoutMs { get; set; } = 30_000;

    /// <summary>Milliseconds before the first new attempt after a failure.</summary>
    [Range(1, 60_000)]
    public int MinBackoffMs { get; set; } = 100;

    /// <summary>Milliseconds between attempts at most. Above 5,000 a node may be taken for down after the collector's own restart.</summary>
    [Range(1, 600_000)]
    public int MaxBackoffMs { get; set; } = 2_000;

    /// <summary>Milliseconds that a clean shutdown waits for what is queued.</summary>
    [Range(0, 60_000)]
    public int ShutdownFlushMs { get; set; } = 5_000;

    /// <summary>Milliseconds that a crash waits for its FATAL event to be acknowledged.</summary>
    [Range(0, 60_000)]
    public int CrashFlushMs { get; set; } = 2_000;

    /// <summary>Whether scopes become attributes.</summary>
    public bool IncludeScopes { get; set; } = true;

    /// <summary>Characters of a message, an attribute or a stack trace; what is longer is cut.</summary>
    [Range(100, 1_000_000)]
    public int MaxTextLength { get; set; } = 32_768;

    /// <summary>Leaves the health check out.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Leaves out registration, heartbeats and goodbye: for short-lived tools.</summary>
    public bool DisableNode { get; set; }

    /// <summary>Leaves out the FATAL event that an unhandled exception sends before the process dies.</summary>
    public bool DisableCrashReport { get; set; }
}

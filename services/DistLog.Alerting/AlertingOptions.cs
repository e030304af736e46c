using System.ComponentModel.DataAnnotations;

namespace DistLog.Alerting;

/// <summary>Settings of alerting, under the configuration key <c>Alerting</c>.</summary>
internal sealed class AlertingOptions
{
    public const string Section = "Alerting";

    /// <summary>The value of <see cref="RouterGroup"/> where something else fills the topic heartbeats.</summary>
    public const string NoRouterGroup = "none";

    /// <summary>How long a node may be silent before it is DOWN. Beats come every 5 s, so the default forgives one.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often silence is judged; what it adds to the time until a DOWN is known.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:05")]
    public TimeSpan JudgeInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>When the bus did not answer for so long (an outage, a suspended machine), every node gets a fresh grace period.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan BlindLimit { get; set; } = TimeSpan.FromSeconds(2.5);

    /// <summary>The consumer group that brings heartbeats from <c>nodes</c>; nobody is judged by what it has not routed yet.</summary>
    [Required]
    public string RouterGroup { get; set; } = "router";

    /// <summary>Added to the grace period after such a pause: collector, router and nodes find the bus again one after the other.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan RecoveryGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A beat that arrives so soon after a goodbye was under way already and does not mean that the node is back.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan StragglerWindow { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The least time between two refreshes of one node's last_seen in the registry; changes of state are written at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan RegistryRefresh { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Nodes that are CLOSED or DOWN for so long are forgotten.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "365.00:00:00")]
    public TimeSpan ForgetAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many nodes are remembered (about 1 kB each); beyond it the oldest closed one is forgotten first.</summary>
    [Range(1, 1_000_000)]
    public int MaxNodes { get; set; } = 20_000;

    /// <summary>How many log alerts fire at once (about 1 kB each); beyond it the one silent for longest is resolved.</summary>
    [Range(1, 1_000_000)]
    public int MaxFingerprints { get; set; } = 10_000;

    /// <summary>The least time between two publications of one alert's growing count.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan CountInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Silence after which a log alert is resolved.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan ResolveAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many document ids are remembered (about 50 B each) so that a redelivered event is not counted twice.</summary>
    [Range(1, 10_000_000)]
    public int DeduplicationWindow { get; set; } = 100_000;

    /// <summary>How many of the newest records of the topic alerts are read at start to know what is firing.</summary>
    [Range(1, 10_000_000)]
    public int RestoredAlerts { get; set; } = 100_000;

    /// <summary>How many resolved alerts GET /api/alerts still lists.</summary>
    [Range(0, 100_000)]
    public int RecentlyResolved { get; set; } = 200;

    /// <summary>How often consumed offsets are committed, after everything that follows from them is acknowledged.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromMilliseconds(500);
}

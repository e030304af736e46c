namespace DistLog.Contracts;

/// <summary>The Kafka topics that DistLog's processes share, with the key and content of each.</summary>
public static class Topics
{
    /// <summary>Everything, as the collector or Fluentd took it. Key: node_id.</summary>
    public const string Nodes = "nodes";

    /// <summary>Valid logs, normalised: each value is the document that is stored. Key: node_id; header <see cref="IdHeader"/>.</summary>
    public const string Logs = "logs";

    /// <summary>The logs of WARN and above, once more, for alerting. Key: node_id; header <see cref="IdHeader"/>.</summary>
    public const string Critical = "critical";

    /// <summary>Registrations, heartbeats and goodbyes in the order of each node. Key: node_id.</summary>
    public const string Heartbeats = "heartbeats";

    /// <summary>The last state of each node (<see cref="NodeState"/>), compacted. Key: node_id.</summary>
    public const string Registry = "registry";

    /// <summary>Spans. Key: trace_id.</summary>
    public const string Traces = "traces";

    /// <summary>Alert transitions (<see cref="Alert"/>). Key: fingerprint.</summary>
    public const string Alerts = "alerts";

    /// <summary>What could not be processed (<see cref="DeadLetter"/>), with the reason. No key.</summary>
    public const string DeadLetters = "dead-letters";

    /// <summary>The record header on <see cref="Logs"/> and <see cref="Critical"/> that holds the document's <c>_id</c> (UTF-8).</summary>
    public const string IdHeader = "id";

    /// <summary>Every topic, as it is created where it does not exist.</summary>
    public static IReadOnlyList<TopicDefinition> All { get; } =
    [
        new(Nodes, 4),
        new(Logs, 4),
        new(Critical, 4),
        new(Heartbeats, 4),
        new(Traces, 4),
        new(Registry, 1, Compacted: true),
        new(Alerts, 1),
        new(DeadLetters, 1),
    ];
}

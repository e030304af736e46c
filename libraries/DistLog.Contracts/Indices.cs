namespace DistLog.Contracts;

/// <summary>The Elasticsearch indices and data streams that DistLog writes.</summary>
public static class Indices
{
    /// <summary>Data stream of logs; <c>_id</c> is <see cref="EventIdentity.DocumentId(string, string)"/>.</summary>
    public const string Logs = "logs-distlog-default";

    /// <summary>Alias over <see cref="Logs"/>, for people and tools.</summary>
    public const string LogsAlias = "logs";

    /// <summary>Data stream of spans.</summary>
    public const string Traces = "traces-distlog-default";

    /// <summary>Data stream of alert transitions.</summary>
    public const string Alerts = "alerts-distlog-default";

    /// <summary>The node registry; <c>_id</c> is the node_id.</summary>
    public const string Nodes = "distlog-nodes";

    /// <summary>Dead letters; <c>_id</c> is topic-partition-offset.</summary>
    public const string DeadLetters = "distlog-dead-letters";
}

namespace DistLog.Alerting.Nodes;

internal enum NodeEventKind
{
    Registration,
    Heartbeat,
    Goodbye,
}

/// <summary>One event of a node's life, from the topic heartbeats.</summary>
/// <param name="Kind">What the node said. A HEARTBEAT with status DOWN is a goodbye too.</param>
/// <param name="NodeId">Who said it.</param>
/// <param name="ServiceName">The service it runs, where told.</param>
/// <param name="ReceivedAt">When it reached the system, by the server's clock; never the sender's time.</param>
internal readonly record struct NodeEvent(NodeEventKind Kind, string NodeId, string? ServiceName, DateTimeOffset ReceivedAt);

using DistLog.Contracts;

namespace DistLog.Alerting.Nodes;

/// <summary>The one alert that a node has: it fires while the node is DOWN.</summary>
internal static class NodeAlerts
{
    public static Alert Firing(NodeState down) => Create(down, AlertTexts.Firing, down.Since, null, down.Since);

    public static Alert Resolved(NodeState down, DateTimeOffset at) => Create(down, AlertTexts.Resolved, down.Since, at, at);

    private static Alert Create(NodeState node, string status, DateTimeOffset startsAt, DateTimeOffset? endsAt, DateTimeOffset at)
    {
        var fingerprint = AlertTexts.Fingerprint(AlertTexts.NodeKind, node.NodeId);
        return new Alert
        {
            AlertId = AlertTexts.TransitionId(fingerprint, status, startsAt, 1),
            Fingerprint = fingerprint,
            Kind = AlertTexts.NodeKind,
            Status = status,
            Severity = Severities.Name(Severity.Error),
            Title = AlertTexts.Shorten($"Node {node.NodeId} is silent: {node.Cause}", 300),
            ServiceName = node.ServiceName,
            NodeId = node.NodeId,
            StartsAt = startsAt,
            EndsAt = endsAt,
            Timestamp = at,
        };
    }
}

using DistLog.Contracts;

namespace DistLog.Alerting;

/// <summary>What the monitors decided and nobody has written yet, in the order of the decisions.</summary>
/// <remarks>Used by one thread; emptied after every batch, so its size is bounded by a batch and a round of judgements.</remarks>
internal sealed class Outbox
{
    /// <summary>A node's new state, or null where the node is forgotten.</summary>
    public List<(string NodeId, NodeState? State)> Nodes { get; } = [];

    public List<Alert> Alerts { get; } = [];

    public bool IsEmpty => Nodes.Count == 0 && Alerts.Count == 0;

    public void Add(NodeState state) => Nodes.Add((state.NodeId, state));

    public void Forget(string nodeId) => Nodes.Add((nodeId, null));

    public void Add(Alert alert) => Alerts.Add(alert);

    public void Clear()
    {
        Nodes.Clear();
        Alerts.Clear();
    }
}

using DistLog.Contracts;

namespace DistLog.Alerting.Nodes;

/// <summary>A node's state as published, and the monotonic times that judge it.</summary>
internal sealed class TrackedNode(NodeState state, TimeSpan arrival)
{
    public NodeState State { get; set; } = state;

    /// <summary>When its last event was seen here (<see cref="Moment.Uptime"/>).</summary>
    public TimeSpan LastArrival { get; set; } = arrival;

    /// <summary>When its state was last written to the registry (<see cref="Moment.Uptime"/>).</summary>
    public TimeSpan LastPublished { get; set; } = arrival;

    public bool Is(string status) => State.Status == status;
}

namespace DistLog.Contracts;

/// <summary>What is known of a node's life, as text in <see cref="NodeState.Status"/>.</summary>
public static class NodeStatus
{
    /// <summary>Announced or heard of, but no beat yet.</summary>
    public const string Unknown = "UNKNOWN";

    /// <summary>Beating.</summary>
    public const string Up = "UP";

    /// <summary>Beats stopped without a goodbye.</summary>
    public const string Down = "DOWN";

    /// <summary>Said goodbye.</summary>
    public const string Closed = "CLOSED";
}

namespace DistLog.Contracts;

/// <summary>The last state of a node: the value on the topic registry and the document in distlog-nodes.</summary>
/// <remarks>All times are the server's clock. JSON is snake_case (<see cref="ContractJson"/>).</remarks>
public sealed record NodeState
{
    public required string NodeId { get; init; }

    /// <summary>The service the node runs; null until a registration or a beat has named it.</summary>
    public string? ServiceName { get; init; }

    /// <summary>One of <see cref="NodeStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>When <see cref="Status"/> last changed.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the node was first heard of.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When the last registration, beat or goodbye arrived.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Why it is in this state, in a sentence.</summary>
    public string? Cause { get; init; }

    /// <summary>How many registrations were seen: one a start of the node.</summary>
    public int Registrations { get; init; }
}

using DistLog.Console.Text;
using DistLog.Contracts;

namespace DistLog.Console.Feeds;

/// <summary>What pages show of a node. Key is the node_id as it is; the texts are safe to show.</summary>
public sealed record NodeView(
    string Key,
    string Name,
    string Service,
    string Status,
    DateTimeOffset Since,
    DateTimeOffset LastSeen,
    string Cause,
    int Registrations,
    string LogsUrl)
{
    private const int MaxName = 200;

    public static NodeView Of(NodeState state) => new(
        state.NodeId,
        VisibleText.Of(state.NodeId, MaxName),
        VisibleText.Of(state.ServiceName, MaxName),
        KnownStatus(state.Status),
        state.Since,
        state.LastSeen,
        VisibleText.Of(state.Cause, 2 * MaxName),
        state.Registrations,
        $"/search?range=1h&node={Uri.EscapeDataString(state.NodeId)}");

    /// <summary>The order of attention: silent nodes first.</summary>
    public int Rank => Status switch { NodeStatus.Down => 0, NodeStatus.Unknown => 1, NodeStatus.Up => 2, _ => 3 };

    // The status becomes a CSS class: only known names may pass.
    private static string KnownStatus(string status) =>
        status is NodeStatus.Up or NodeStatus.Down or NodeStatus.Closed ? status : NodeStatus.Unknown;
}

/// <summary>How many nodes are in each state.</summary>
public sealed record NodeCounts(int Up, int Down, int Closed, int Unknown)
{
    public int Total => Up + Down + Closed + Unknown;
}

/// <summary>A node that nobody remembers any more.</summary>
public sealed record ForgottenNode(string Key);

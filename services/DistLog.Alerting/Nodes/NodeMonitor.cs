using System.Globalization;
using DistLog.Contracts;

namespace DistLog.Alerting.Nodes;

/// <summary>Knows which nodes live: UP while they beat, DOWN when they fall silent, CLOSED when they said goodbye.</summary>
/// <remarks>
/// Time is the arrival here, so a node's wrong clock means nothing. Silence counts only while beats could have been seen:
/// <see cref="Judge"/> is called for moments up to which everything on the bus has been read, and is told when the bus was
/// away before: then every node gets a fresh grace period. Used by one thread.
/// </remarks>
internal sealed class NodeMonitor(AlertingOptions options, Outbox outbox)
{
    private readonly Dictionary<string, TrackedNode> _nodes = [];
    private TimeSpan _graceFrom = TimeSpan.MinValue;

    public int Count => _nodes.Count;

    public IEnumerable<NodeState> States => _nodes.Values.Select(node => node.State);

    /// <summary>Takes over a state from the registry; silence counts from now on.</summary>
    public void Restore(NodeState state, Moment now) => _nodes[state.NodeId] = new TrackedNode(state, now.Uptime);

    /// <summary>Forgets a node whose registry entry turned out to be deleted.</summary>
    public void RestoreForgotten(string nodeId) => _nodes.Remove(nodeId);

    /// <summary>Publishes anew the alerts of nodes that were DOWN already: a crash may have come between the two writes.</summary>
    public void RepeatFiring()
    {
        foreach (var node in _nodes.Values.Where(node => node.Is(NodeStatus.Down)))
        {
            outbox.Add(NodeAlerts.Firing(node.State));
        }
    }

    /// <summary>Takes in one event of a node's life.</summary>
    public void Observe(in NodeEvent nodeEvent, Moment now)
    {
        var received = nodeEvent.ReceivedAt < now.Wall ? nodeEvent.ReceivedAt : now.Wall;
        if (!_nodes.TryGetValue(nodeEvent.NodeId, out var node))
        {
            node = Add(nodeEvent, received, now);
        }
        else if (IsOutdated(node, nodeEvent, received))
        {
            return;
        }

        var before = node.State;
        node.State = Next(before, nodeEvent, received, now);
        node.LastArrival = now.Uptime;
        Publish(node, before, now);
    }

    /// <summary>Judges every node's silence at a moment up to which everything on the bus has been read.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="afterGap">Whether the bus was away before it.</param>
    public void Judge(Moment at, bool afterGap)
    {
        if (afterGap)
        {
            _graceFrom = at.Uptime + options.RecoveryGrace;
        }

        List<TrackedNode>? expired = null;
        foreach (var node in _nodes.Values)
        {
            if (node.Is(NodeStatus.Up) && Silence(node, at) >= options.HeartbeatTimeout)
            {
                MarkDown(node, at);
            }
            else if (!node.Is(NodeStatus.Up) && at.Wall - node.State.Since > options.ForgetAfter)
            {
                (expired ??= []).Add(node);
            }
        }

        expired?.ForEach(node => Forget(node, at));
    }

    private TimeSpan Silence(TrackedNode node, Moment at) =>
        at.Uptime - (node.LastArrival > _graceFrom ? node.LastArrival : _graceFrom);

    private TrackedNode Add(in NodeEvent nodeEvent, DateTimeOffset received, Moment now)
    {
        if (_nodes.Count >= options.MaxNodes)
        {
            Forget(LeastWorthKeeping(), now);
        }

        var state = new NodeState
        {
            NodeId = nodeEvent.NodeId,
            Status = NodeStatus.Unknown,
            Since = now.Wall,
            FirstSeen = received,
            LastSeen = received,
        };
        return _nodes[nodeEvent.NodeId] = new TrackedNode(state, now.Uptime);
    }

    private TrackedNode LeastWorthKeeping() =>
        _nodes.Values.MinBy(node => (node.State.Status switch { NodeStatus.Closed => 0, NodeStatus.Down => 1, _ => 2 }, node.State.LastSeen))!;

    private void Forget(TrackedNode node, Moment now)
    {
        _nodes.Remove(node.State.NodeId);
        outbox.Forget(node.State.NodeId);
        if (node.Is(NodeStatus.Down))
        {
            outbox.Add(NodeAlerts.Resolved(node.State, now.Wall));
        }
    }

    // A DOWN node is revived only by what came after its silence: a redelivered beat from before it proves nothing.
    // A beat right after a goodbye was under way when the goodbye was said.
    private bool IsOutdated(TrackedNode node, in NodeEvent nodeEvent, DateTimeOffset received) => node.State.Status switch
    {
        NodeStatus.Down => received <= node.State.LastSeen,
        NodeStatus.Closed => nodeEvent.Kind == NodeEventKind.Heartbeat && received - node.State.LastSeen < options.StragglerWindow,
        _ => false,
    };

    private static NodeState Next(NodeState before, in NodeEvent nodeEvent, DateTimeOffset received, Moment now)
    {
        var status = nodeEvent.Kind == NodeEventKind.Goodbye ? NodeStatus.Closed : NodeStatus.Up;
        var registered = nodeEvent.Kind == NodeEventKind.Registration && (before.Registrations == 0 || received > before.LastSeen);
        var changed = status != before.Status || (registered && before.Registrations > 0);
        return before with
        {
            Status = status,
            ServiceName = nodeEvent.ServiceName ?? before.ServiceName,
            Since = changed ? now.Wall : before.Since,
            LastSeen = received > before.LastSeen ? received : before.LastSeen,
            Cause = changed ? Cause(before, nodeEvent.Kind, now) : before.Cause,
            Registrations = before.Registrations + (registered ? 1 : 0),
        };
    }

    private static string Cause(NodeState before, NodeEventKind kind, Moment now) => (kind, before.Status) switch
    {
        (NodeEventKind.Goodbye, NodeStatus.Down) => "said goodbye after a silence",
        (NodeEventKind.Goodbye, _) => "said goodbye",
        (NodeEventKind.Registration, NodeStatus.Unknown) => "registered",
        (NodeEventKind.Registration, NodeStatus.Down) => "registered again after a silence without goodbye",
        (NodeEventKind.Registration, NodeStatus.Up) => "registered again without a goodbye: it was restarted",
        (NodeEventKind.Registration, _) => "registered again",
        (_, NodeStatus.Unknown) => "first heartbeat",
        (_, NodeStatus.Down) => $"heartbeats returned after {Seconds(now.Wall - before.LastSeen)} s",
        _ => "heartbeats returned",
    };

    private void Publish(TrackedNode node, NodeState before, Moment now)
    {
        var state = node.State;
        var changed = state.Status != before.Status || state.Since != before.Since || state.ServiceName != before.ServiceName;
        if (changed || now.Uptime - node.LastPublished >= options.RegistryRefresh)
        {
            node.LastPublished = now.Uptime;
            outbox.Add(state);
        }

        if (before.Status == NodeStatus.Down && state.Status != NodeStatus.Down)
        {
            outbox.Add(NodeAlerts.Resolved(before, now.Wall));
        }
    }

    private void MarkDown(TrackedNode node, Moment at)
    {
        node.State = node.State with
        {
            Status = NodeStatus.Down,
            Since = at.Wall,
            Cause = $"no heartbeat for {Seconds(at.Uptime - node.LastArrival)} s, and no goodbye",
        };
        node.LastPublished = at.Uptime;
        outbox.Add(node.State);
        outbox.Add(NodeAlerts.Firing(node.State));
    }

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}

using DistLog.Alerting.Logs;
using DistLog.Alerting.Nodes;
using DistLog.Contracts;

namespace DistLog.Alerting;

/// <summary>All that alerting knows, behind one lock: the bus's thread changes it, HTTP requests read it.</summary>
internal sealed class AlertingState
{
    private readonly Lock _gate = new();
    private readonly AlertBoard _board;

    public AlertingState(AlertingOptions options)
    {
        Outbox = new Outbox();
        Nodes = new NodeMonitor(options, Outbox);
        Logs = new LogAlerts(options, Outbox);
        _board = new AlertBoard(options.RecentlyResolved);
    }

    public Outbox Outbox { get; }

    public NodeMonitor Nodes { get; }

    public LogAlerts Logs { get; }

    /// <summary>Runs a change; what it decides stands in <see cref="Outbox"/> afterwards.</summary>
    public void Change(Action<AlertingState> change)
    {
        lock (_gate)
        {
            change(this);
            Outbox.Alerts.ForEach(_board.Apply);
        }
    }

    /// <summary>Takes over an alert from the topic alerts.</summary>
    public void Restore(Alert alert, Moment now)
    {
        lock (_gate)
        {
            _board.Apply(alert);
            if (alert.Kind == AlertTexts.LogKind)
            {
                Logs.Restore(alert, now);
            }
        }
    }

    public IReadOnlyList<Alert> CurrentAlerts()
    {
        lock (_gate)
        {
            return _board.Snapshot();
        }
    }

    public IReadOnlyList<NodeState> CurrentNodes()
    {
        lock (_gate)
        {
            return [.. Nodes.States.OrderBy(node => node.NodeId, StringComparer.Ordinal)];
        }
    }
}

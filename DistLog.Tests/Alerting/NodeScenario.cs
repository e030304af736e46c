using DistLog.Alerting;
using DistLog.Alerting.Nodes;
using DistLog.Contracts;

namespace DistLog.Tests.Alerting;

/// <summary>A node monitor under a clock that the test moves.</summary>
internal sealed class NodeScenario
{
    private bool _afterGap;

    public NodeScenario(Action<AlertingOptions>? configure = null, Moment? start = null)
    {
        configure?.Invoke(Options);
        Now = start ?? new Moment(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(1));
        Monitor = new NodeMonitor(Options, Outbox);
    }

    public AlertingOptions Options { get; } = new();

    public Outbox Outbox { get; } = new();

    public NodeMonitor Monitor { get; }

    public Moment Now { get; private set; }

    public NodeState this[string nodeId] => Monitor.States.Single(node => node.NodeId == nodeId);

    public IReadOnlyList<string> Alerts => [.. Outbox.Alerts.Select(alert => $"{alert.NodeId} {alert.Status}")];

    public IReadOnlyList<string> Registry => [.. Outbox.Nodes.Select(node => $"{node.NodeId} {node.State?.Status ?? "forgotten"}")];

    public void Register(string nodeId = "a") => Send(NodeEventKind.Registration, nodeId);

    public void Beat(string nodeId = "a") => Send(NodeEventKind.Heartbeat, nodeId);

    public void SayGoodbye(string nodeId = "a") => Send(NodeEventKind.Goodbye, nodeId);

    public void Send(NodeEventKind kind, string nodeId, DateTimeOffset? receivedAt = null) =>
        Monitor.Observe(new NodeEvent(kind, nodeId, "Payments", receivedAt ?? Now.Wall), Now);

    /// <summary>Lets time pass, judged as often as in production.</summary>
    public void Pass(double seconds)
    {
        for (var end = Now.Uptime + TimeSpan.FromSeconds(seconds); Now.Uptime < end;)
        {
            Jump(Math.Min(Options.JudgeInterval.TotalSeconds, (end - Now.Uptime).TotalSeconds));
            Monitor.Judge(Now, _afterGap);
            _afterGap = false;
        }
    }

    /// <summary>Lets time pass in which the bus is away.</summary>
    public void LoseBus(double seconds)
    {
        Jump(seconds);
        _afterGap = true;
    }

    /// <summary>Lets time pass in which nothing could be judged, because what is on the bus is not read yet.</summary>
    public void Jump(double seconds) => Now = new Moment(Now.Wall.AddSeconds(seconds), Now.Uptime + TimeSpan.FromSeconds(seconds));
}

using System.Diagnostics.Metrics;

namespace DistLog.Alerting;

/// <summary>The meter <c>distlog.alerting</c>.</summary>
internal sealed class AlertingMetrics
{
    private readonly Counter<long> _events;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _unreadable;
    private readonly Counter<long> _transitions;

    public AlertingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("distlog.alerting");
        _events = meter.CreateCounter<long>("distlog.alerting.events", "{event}", "Records consumed, by topic.");
        _duplicates = meter.CreateCounter<long>("distlog.alerting.duplicates", "{event}", "Redelivered logs that were not counted again.");
        _unreadable = meter.CreateCounter<long>("distlog.alerting.unreadable", "{event}", "Records skipped because they can't be read, by topic.");
        _transitions = meter.CreateCounter<long>("distlog.alerting.transitions", "{alert}", "Alerts published, by kind and status.");
    }

    public void Consumed(string topic) => _events.Add(1, new KeyValuePair<string, object?>("topic", topic));

    public void Duplicate() => _duplicates.Add(1);

    public void Unreadable(string topic) => _unreadable.Add(1, new KeyValuePair<string, object?>("topic", topic));

    public void Published(string kind, string status) =>
        _transitions.Add(1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("status", status));
}

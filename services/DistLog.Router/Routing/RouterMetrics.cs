using System.Diagnostics.Metrics;
using DistLog.Contracts;

namespace DistLog.Router.Routing;

/// <summary>The meter <c>distlog.router</c>. Counts are plain fields of the routing thread, read when somebody asks.</summary>
internal sealed class RouterMetrics
{
    private long _logs;
    private long _critical;
    private long _life;
    private long _duplicates;
    private long _deadLetters;

    public RouterMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("distlog.router");
        meter.CreateObservableCounter("distlog.router.routed", Routed, "{record}", "Records written, by topic.");
        meter.CreateObservableCounter("distlog.router.duplicates", () => Volatile.Read(ref _duplicates), "{record}", "Logs dropped because they were routed before.");
    }

    public long Duplicates => Volatile.Read(ref _duplicates);

    public long DeadLetters => Volatile.Read(ref _deadLetters);

    public void AddLog(bool critical)
    {
        _logs++;
        _critical += critical ? 1 : 0;
    }

    public void AddLife() => _life++;

    public void AddDuplicate() => _duplicates++;

    public void AddDeadLetter() => _deadLetters++;

    private IEnumerable<Measurement<long>> Routed() =>
    [
        Measurement(_logs, Topics.Logs),
        Measurement(_critical, Topics.Critical),
        Measurement(_life, Topics.Heartbeats),
        Measurement(_deadLetters, Topics.DeadLetters),
    ];

    private static Measurement<long> Measurement(long value, string topic) => new(value, new KeyValuePair<string, object?>("topic", topic));
}

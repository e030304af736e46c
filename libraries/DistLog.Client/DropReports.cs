using DistLog.Client.Events;
using DistLog.Client.Queue;
using DistLog.Contracts;

namespace DistLog.Client;

/// <summary>Tells DistLog itself how many events of which severity had to be dropped, once the collector listens again.</summary>
internal sealed class DropReports(DistLogClient client, EventQueue queue, TimeProvider time)
{
    // A client that drops all the time reports at this pace, not with every batch.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private long _last = long.MinValue;

    /// <summary>Reports what was dropped since the last report, unless that was a moment ago.</summary>
    public void Report()
    {
        if (_last == long.MinValue || time.GetElapsedTime(_last) >= Pace)
        {
            ReportNow();
        }
    }

    public void ReportNow()
    {
        if (queue.TakeDropped() is not { } dropped)
        {
            return;
        }

        _last = time.GetTimestamp();
        var properties = DistLogClient.RentProperties();
        properties.Add("dropped_total", dropped.Sum());
        for (var severity = Severity.Trace; severity <= Severity.Fatal; severity++)
        {
            properties.Add($"dropped_{Severities.Name(severity).ToLowerInvariant()}", dropped[(int)severity]);
        }

        client.Write(Record(dropped.Sum(), properties), Lane.Life);
    }

    private static LogRecord Record(long total, PropertyBag properties) => new()
    {
        Severity = Severity.Warn,
        Message = $"The client dropped {total} events because its queue was full while the collector was slow or away.",
        Template = "The client dropped {dropped_total} events because its queue was full while the collector was slow or away.",
        Category = "DistLog.Client",
        Properties = properties,
    };
}

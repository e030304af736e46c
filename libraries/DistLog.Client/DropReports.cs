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
    private long _unreadable;

    /// <summary>Counts an event that could not be encoded.</summary>
    public void CountUnreadable()
    {
        ClientMetrics.Unreadable();
        Interlocked.Increment(ref _unreadable);
    }

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
        var dropped = queue.TakeDropped();
        var unreadable = Interlocked.Exchange(ref _unreadable, 0);
        if (dropped is null && unreadable == 0)
        {
            return;
        }

        _last = time.GetTimestamp();
        Write(dropped ?? new long[(int)Lane.Life], unreadable);
    }

    private void Write(long[] dropped, long unreadable)
    {
        var total = dropped.Sum() + unreadable;
        var properties = DistLogClient.RentProperties();
        properties.Add("dropped_total", total);
        properties.Add("dropped_unreadable", unreadable);
        for (var severity = Severity.Trace; severity <= Severity.Fatal; severity++)
        {
            properties.Add($"dropped_{Severities.Name(severity).ToLowerInvariant()}", dropped[(int)severity]);
        }

        client.Write(Record(total, properties), Lane.Life);
    }

    private static LogRecord Record(long total, PropertyBag properties) => new()
    {
        Severity = Severity.Warn,
        Message = $"The client dropped {total} events: its queue was full while the collector was slow or away, or their values could not be read.",
        Template = "The client dropped {dropped_total} events: its queue was full while the collector was slow or away, or their values could not be read.",
        Category = "DistLog.Client",
        Properties = properties,
    };
}

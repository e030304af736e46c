using System.Diagnostics.Metrics;

namespace DistLog.Collector;

/// <summary>The meter <c>distlog.collector</c>.</summary>
internal sealed class CollectorMetrics
{
    private readonly Counter<long> _events;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _batches;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _rejected;
    private readonly UpDownCounter<long> _inFlight;

    public CollectorMetrics(IMeterFactory factory)
    {
        var meter = factory.Create("distlog.collector");
        _events = meter.CreateCounter<long>("distlog.collector.events", "{event}", "Events that the bus acknowledged");
        _bytes = meter.CreateCounter<long>("distlog.collector.bytes", "By", "Bytes of events that the bus acknowledged");
        _batches = meter.CreateCounter<long>("distlog.collector.batches", "{batch}", "Batches by their outcome");
        _deadLetters = meter.CreateCounter<long>("distlog.collector.dead_letters", "{event}", "Input that was no record, by source");
        _rejected = meter.CreateCounter<long>("distlog.collector.rejected", "{request}", "Requests and connections refused, by reason");
        _inFlight = meter.CreateUpDownCounter<long>("distlog.collector.in_flight", "{event}", "Events handed to the bus and not yet acknowledged");
    }

    public void BatchStarted(int records) => _inFlight.Add(records);

    public void BatchEnded(int records, long bytes, bool acked)
    {
        _inFlight.Add(-records);
        _batches.Add(1, new KeyValuePair<string, object?>("outcome", acked ? "acked" : "failed"));
        if (acked)
        {
            _events.Add(records);
            _bytes.Add(bytes);
        }
    }

    public void DeadLetter(string source) => _deadLetters.Add(1, new KeyValuePair<string, object?>("source", source));

    /// <param name="reason">One of a small fixed set of words.</param>
    public void Rejected(string reason) => _rejected.Add(1, new KeyValuePair<string, object?>("reason", reason));
}

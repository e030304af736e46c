using System.Diagnostics.Metrics;
using DistLog.Client.Queue;

namespace DistLog.Client;

/// <summary>The meter <c>distlog.client</c>: what this process queued, delivered, sent again and dropped.</summary>
internal static class ClientMetrics
{
    public const string MeterName = "distlog.client";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> AcknowledgedEvents = Meter.CreateCounter<long>("distlog.client.acknowledged", "{event}", "Events that the collector acknowledged.");
    private static readonly Counter<long> DroppedEvents = Meter.CreateCounter<long>("distlog.client.dropped", "{event}", "Events dropped because the queue was full.");
    private static readonly Counter<long> ResentChunks = Meter.CreateCounter<long>("distlog.client.resent", "{chunk}", "Chunks sent again because no acknowledgement came.");
    private static readonly Counter<long> UnreadableEvents = Meter.CreateCounter<long>("distlog.client.unreadable", "{event}", "Events whose values or formatter threw.");

    public static void Acknowledged(int events) => AcknowledgedEvents.Add(events);

    public static void Resent() => ResentChunks.Add(1);

    public static void Unreadable() => UnreadableEvents.Add(1);

    public static void Dropped(Lane lane)
    {
        if (DroppedEvents.Enabled)
        {
            DroppedEvents.Add(1, new KeyValuePair<string, object?>("log_level", lane.ToString()));
        }
    }
}

using DistLog.Contracts;

namespace DistLog.Alerting.Logs;

/// <summary>One alert per kind of warning or error, however often it comes.</summary>
/// <remarks>
/// The first event of a kind fires at once; further ones are counted, and the count is published at most once per
/// <see cref="AlertingOptions.CountInterval"/>; silence resolves it. Kinds are kept in the order of their last event, so that
/// both the next to resolve and, where there are too many, the next to give up is the first. Used by one thread.
/// </remarks>
internal sealed class LogAlerts(AlertingOptions options, Outbox outbox)
{
    private const int MaxTitle = 300;

    private readonly Dictionary<string, LinkedListNode<LogIncident>> _incidents = [];
    private readonly LinkedList<LogIncident> _byLastEvent = [];
    private readonly List<LogIncident> _dirty = [];
    private readonly SeenIds _seen = new(options.DeduplicationWindow);

    public int Count => _incidents.Count;

    /// <summary>Takes over an alert from the topic alerts: the last word on its fingerprint counts.</summary>
    public void Restore(Alert alert, Moment now)
    {
        Remove(alert.Fingerprint);
        if (alert.Status == AlertTexts.Firing)
        {
            Add(new LogIncident(alert, now.Uptime), now);
        }
    }

    /// <summary>Takes in one log, with the document's id (empty where it has none).</summary>
    /// <returns>False where this event was seen before and does not count again.</returns>
    public bool Observe(in LogEvent log, ReadOnlySpan<byte> id, Moment now)
    {
        if (!id.IsEmpty && !_seen.Add(id))
        {
            return false;
        }

        var fingerprint = Fingerprint(log);
        if (_incidents.TryGetValue(fingerprint, out var known))
        {
            CountOne(known, log, now);
        }
        else
        {
            var incident = new LogIncident(First(log, fingerprint, now), now.Uptime);
            Add(incident, now);
            outbox.Add(incident.Alert);
        }

        return true;
    }

    /// <summary>Publishes counts that grew, and resolves what has been silent.</summary>
    public void Check(Moment now)
    {
        _dirty.RemoveAll(incident => PublishCount(incident, now));
        while (_byLastEvent.First is { } oldest && now.Uptime - oldest.Value.LastEvent >= options.ResolveAfter)
        {
            Resolve(oldest.Value, now);
        }
    }

    private static string Fingerprint(in LogEvent log) => AlertTexts.Fingerprint(
        AlertTexts.LogKind, log.ServiceName, Severities.Name(log.Level), log.Template ?? MessageMask.Mask(log.Message));

    private static Alert First(in LogEvent log, string fingerprint, Moment now) => new()
    {
        AlertId = AlertTexts.TransitionId(fingerprint, AlertTexts.Firing, now.Wall, 1),
        Fingerprint = fingerprint,
        Kind = AlertTexts.LogKind,
        Status = AlertTexts.Firing,
        Severity = Severities.Name(log.Level),
        Title = AlertTexts.Shorten(log.Message, MaxTitle),
        ServiceName = log.ServiceName,
        NodeId = log.NodeId,
        LogId = log.LogId,
        TraceId = log.TraceId,
        StartsAt = now.Wall,
        Timestamp = now.Wall,
    };

    private void CountOne(LinkedListNode<LogIncident> known, in LogEvent log, Moment now)
    {
        var incident = known.Value;
        incident.Alert = incident.Alert with { Count = incident.Alert.Count + 1, NodeId = log.NodeId, LogId = log.LogId, TraceId = log.TraceId };
        incident.LastEvent = now.Uptime;
        _byLastEvent.Remove(known);
        _byLastEvent.AddLast(known);
        if (!incident.IsDirty)
        {
            incident.IsDirty = true;
            _dirty.Add(incident);
        }
    }

    private bool PublishCount(LogIncident incident, Moment now)
    {
        if (incident.IsDirty && now.Uptime - incident.LastPublished < options.CountInterval)
        {
            return false;
        }

        if (incident.IsDirty)
        {
            incident.IsDirty = false;
            incident.LastPublished = now.Uptime;
            Publish(incident, AlertTexts.Firing, now, null);
        }

        return true;
    }

    private void Add(LogIncident incident, Moment now)
    {
        if (_incidents.Count >= options.MaxFingerprints)
        {
            Resolve(_byLastEvent.First!.Value, now);
        }

        _incidents.Add(incident.Alert.Fingerprint, _byLastEvent.AddLast(incident));
    }

    private void Resolve(LogIncident incident, Moment now)
    {
        Remove(incident.Alert.Fingerprint);
        incident.IsDirty = false;
        Publish(incident, AlertTexts.Resolved, now, now.Wall);
    }

    private void Publish(LogIncident incident, string status, Moment now, DateTimeOffset? endsAt)
    {
        var alert = incident.Alert;
        incident.Alert = alert with
        {
            AlertId = AlertTexts.TransitionId(alert.Fingerprint, status, alert.StartsAt, alert.Count),
            Status = status,
            Timestamp = now.Wall,
            EndsAt = endsAt,
        };
        outbox.Add(incident.Alert);
    }

    private void Remove(string fingerprint)
    {
        if (_incidents.Remove(fingerprint, out var node))
        {
            _byLastEvent.Remove(node);
        }
    }
}

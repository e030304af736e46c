using DistLog.Contracts;

namespace DistLog.Alerting.Logs;

/// <summary>A kind of log that fires: its alert as last counted, and the monotonic times that end it.</summary>
internal sealed class LogIncident(Alert alert, TimeSpan lastEvent)
{
    public Alert Alert { get; set; } = alert;

    /// <summary>When its last event was seen (<see cref="Moment.Uptime"/>).</summary>
    public TimeSpan LastEvent { get; set; } = lastEvent;

    /// <summary>When its alert was last published (<see cref="Moment.Uptime"/>).</summary>
    public TimeSpan LastPublished { get; set; } = lastEvent;

    /// <summary>Whether the count grew since then.</summary>
    public bool IsDirty { get; set; }
}

namespace DistLog.Alerting;

/// <summary>A reading of the server's two clocks at once.</summary>
/// <param name="Wall">The time of day: what people and other processes see. It may jump.</param>
/// <param name="Uptime">Monotonic time since some start: what durations are measured with.</param>
internal readonly record struct Moment(DateTimeOffset Wall, TimeSpan Uptime)
{
    public static Moment Now(TimeProvider time) =>
        new(time.GetUtcNow(), time.GetElapsedTime(0, time.GetTimestamp()));
}

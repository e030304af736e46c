namespace DistLog.SearchNode.Mapping.Dates;

/// <summary>A moment in seconds since 1970 and nanoseconds within the second; wide enough for every year that Elasticsearch takes.</summary>
internal readonly record struct Instant(long Seconds, int Nanos)
{
    public long Millis => (Seconds * 1000) + (Nanos / 1_000_000);

    /// <summary>Nanoseconds since 1970; years past 2262 don't fit.</summary>
    public long TotalNanos => checked((Seconds * 1_000_000_000) + Nanos);

    public static Instant FromMillis(long millis)
    {
        var seconds = Math.DivRem(millis, 1000, out var rest);
        return rest < 0 ? new Instant(seconds - 1, (int)(rest + 1000) * 1_000_000) : new Instant(seconds, (int)rest * 1_000_000);
    }

    public static Instant FromNanos(long nanos)
    {
        var seconds = Math.DivRem(nanos, 1_000_000_000, out var rest);
        return rest < 0 ? new Instant(seconds - 1, (int)(rest + 1_000_000_000)) : new Instant(seconds, (int)rest);
    }
}

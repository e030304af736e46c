using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary>Cuts time into intervals: units of the calendar or a fixed number of milliseconds, by a zone's clock, moved by an offset.</summary>
internal sealed class DateRounding(CalendarUnit? unit, long millis, ZoneOffset zone, long offset)
{
    public ZoneOffset Zone => zone;

    /// <summary>Milliseconds that the starts are moved by.</summary>
    public long Offset => offset;

    /// <summary>The start of the interval that a moment lies in, in milliseconds as the moment.</summary>
    public long Floor(long moment) => FloorUnmoved(moment - offset) + offset;

    /// <summary>The same as if there were no offset.</summary>
    public long FloorUnmoved(long moment) => unit is { } calendar
        ? CalendarUnits.Floor(Instant.FromMillis(moment), calendar, zone).Millis
        : FloorFixed(moment);

    /// <summary>The start of the interval after one that starts here.</summary>
    public long Next(long start)
    {
        var unmoved = start - offset;
        if (unit is { } calendar)
        {
            return CalendarUnits.Next(Instant.FromMillis(unmoved), calendar, zone).Millis + offset;
        }

        if (zone.IsFixed)
        {
            return start + millis;
        }

        // Never back to where it started, which a clock that is put back could do.
        var next = FromLocal(unmoved + millis + OffsetAt(unmoved));
        return Math.Max(next, unmoved + 1) + offset;
    }

    private long OffsetAt(long moment) => zone.SecondsAt(CivilTime.FloorDiv(moment, 1000)) * 1000L;

    private long FromLocal(long local)
    {
        var seconds = CivilTime.FloorDiv(local, 1000);
        return (zone.UtcOf(seconds) * 1000) + (local - (seconds * 1000));
    }

    private long FloorFixed(long moment)
    {
        var ahead = OffsetAt(moment);
        var start = (CivilTime.FloorDiv(moment + ahead, millis) * millis) - ahead;
        if (zone.IsFixed || OffsetAt(start) == ahead)
        {
            return start;
        }

        // The clock was changed since the interval's start: what is before the change is cut by the clock of before.
        var change = zone.ChangeBetween(CivilTime.FloorDiv(start, 1000), CivilTime.FloorDiv(moment, 1000)) * 1000;
        var local = start + ahead;
        var before = local - OffsetAt(change - 1000);
        return before >= change ? change : FloorFixed(change - 1);
    }
}

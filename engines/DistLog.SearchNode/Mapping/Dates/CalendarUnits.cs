namespace DistLog.SearchNode.Mapping.Dates;

/// <summary>A unit of the calendar.</summary>
internal enum CalendarUnit
{
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// <summary>Rounding to units of the calendar, and adding them.</summary>
internal static class CalendarUnits
{
    public static CalendarUnit? Parse(char letter) => letter switch
    {
        's' => CalendarUnit.Second,
        'm' => CalendarUnit.Minute,
        'h' or 'H' => CalendarUnit.Hour,
        'd' => CalendarUnit.Day,
        'w' => CalendarUnit.Week,
        'M' => CalendarUnit.Month,
        'q' => CalendarUnit.Quarter,
        'y' => CalendarUnit.Year,
        _ => null,
    };

    /// <summary>A calendar interval by name (<c>month</c>) or short form (<c>1M</c>).</summary>
    public static CalendarUnit? ParseInterval(string text) => text switch
    {
        "second" or "1s" => CalendarUnit.Second,
        "minute" or "1m" => CalendarUnit.Minute,
        "hour" or "1h" => CalendarUnit.Hour,
        "day" or "1d" => CalendarUnit.Day,
        "week" or "1w" => CalendarUnit.Week,
        "month" or "1M" => CalendarUnit.Month,
        "quarter" or "1q" => CalendarUnit.Quarter,
        "year" or "1y" => CalendarUnit.Year,
        _ => null,
    };

    /// <summary>The start of the unit that the moment lies in, by the zone's clock.</summary>
    public static Instant Floor(Instant instant, CalendarUnit unit, ZoneOffset zone)
    {
        var time = CivilTime.Of(new Instant(instant.Seconds + zone.SecondsAt(instant.Seconds), 0));
        var floor = unit switch
        {
            CalendarUnit.Second => time,
            CalendarUnit.Minute => time with { Second = 0 },
            CalendarUnit.Hour => time with { Second = 0, Minute = 0 },
            CalendarUnit.Month => new CivilTime { Year = time.Year, Month = time.Month, Day = 1 },
            CalendarUnit.Quarter => new CivilTime { Year = time.Year, Month = ((time.Month - 1) / 3 * 3) + 1, Day = 1 },
            CalendarUnit.Year => new CivilTime { Year = time.Year, Month = 1, Day = 1 },
            _ => new CivilTime { Year = time.Year, Month = time.Month, Day = time.Day },
        };
        var local = floor.ToInstant().Seconds;
        if (unit == CalendarUnit.Week)
        {
            // 1970-01-01 was a Thursday: four days after a Monday makes day number 3 of its week.
            var days = CivilTime.FloorDiv(local, 86_400);
            local -= (((days + 3) % 7) + 7) % 7 * 86_400;
        }

        return new Instant(IsBelowDay(unit) ? zone.UtcOf(local, instant.Seconds) : zone.UtcOf(local), 0);
    }

    private static bool IsBelowDay(CalendarUnit unit) => unit is CalendarUnit.Second or CalendarUnit.Minute or CalendarUnit.Hour;

    /// <summary>The start of the next unit after one that starts at <paramref name="floor"/>.</summary>
    public static Instant Next(Instant floor, CalendarUnit unit, ZoneOffset zone)
    {
        if (IsBelowDay(unit))
        {
            return new Instant(floor.Seconds + FixedSeconds(unit), 0);
        }

        var local = new Instant(floor.Seconds + zone.SecondsAt(floor.Seconds), 0);
        var next = unit switch
        {
            CalendarUnit.Month => AddMonths(local, 1),
            CalendarUnit.Quarter => AddMonths(local, 3),
            CalendarUnit.Year => AddMonths(local, 12),
            _ => local with { Seconds = local.Seconds + FixedSeconds(unit) },
        };
        return new Instant(zone.UtcOf(next.Seconds), 0);
    }

    public static Instant AddMonths(Instant instant, int months)
    {
        var time = CivilTime.Of(instant);
        var month = time.Month - 1 + months;
        time.Year += CivilTime.FloorDiv(month, 12);
        time.Month = (int)(month - (CivilTime.FloorDiv(month, 12) * 12)) + 1;
        time.Day = Math.Min(time.Day, CivilTime.DaysInMonth(time.Year, time.Month));
        return time.ToInstant();
    }

    /// <summary>How long the unit is on average, where a rate per unit is to be told.</summary>
    public static double EstimatedMillis(CalendarUnit unit) => unit switch
    {
        CalendarUnit.Month => 30 * 86_400_000d,
        CalendarUnit.Quarter => 90 * 86_400_000d,
        CalendarUnit.Year => 365 * 86_400_000d,
        _ => FixedSeconds(unit) * 1000d,
    };

    private static long FixedSeconds(CalendarUnit unit) => unit switch
    {
        CalendarUnit.Second => 1,
        CalendarUnit.Minute => 60,
        CalendarUnit.Hour => 3600,
        CalendarUnit.Day => 86_400,
        _ => 604_800,
    };
}

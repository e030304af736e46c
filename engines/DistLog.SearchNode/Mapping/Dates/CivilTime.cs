namespace DistLog.SearchNode.Mapping.Dates;

/// <summary>A date and a time of day in the proleptic Gregorian calendar.</summary>
internal struct CivilTime
{
    public long Year;
    public int Month;
    public int Day;
    public int Hour;
    public int Minute;
    public int Second;
    public int Nanos;

    private const int SecondsPerDay = 86_400;

    public static CivilTime Lowest(long year = 1970) => new() { Year = year, Month = 1, Day = 1 };

    public readonly bool IsValid =>
        Month is >= 1 and <= 12 && Day >= 1 && Day <= DaysInMonth(Year, Month)
        && Hour is >= 0 and <= 23 && Minute is >= 0 and <= 59 && Second is >= 0 and <= 59;

    public readonly Instant ToInstant() =>
        new((DaysFromCivil(Year, Month, Day) * SecondsPerDay) + (Hour * 3600) + (Minute * 60) + Second, Nanos);

    public static CivilTime Of(Instant instant)
    {
        var days = FloorDiv(instant.Seconds, SecondsPerDay);
        var second = (int)(instant.Seconds - (days * SecondsPerDay));
        var (year, month, day) = CivilFromDays(days);
        return new CivilTime
        {
            Year = year,
            Month = month,
            Day = day,
            Hour = second / 3600,
            Minute = second / 60 % 60,
            Second = second % 60,
            Nanos = instant.Nanos,
        };
    }

    public static int DaysInMonth(long year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>The month and day of a year's day, counted from 1; day 0 where the year has no such day.</summary>
    public static (int Month, int Day) OfDayOfYear(long year, int number)
    {
        for (var month = 1; month <= 12; month++)
        {
            if (number <= DaysInMonth(year, month))
            {
                return (month, number);
            }

            number -= DaysInMonth(year, month);
        }

        return (1, 0);
    }

    public static long FloorDiv(long dividend, long divisor)
    {
        var quotient = Math.DivRem(dividend, divisor, out var rest);
        return rest != 0 && (rest < 0) != (divisor < 0) ? quotient - 1 : quotient;
    }

    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years that start on 1 March.
    public static long DaysFromCivil(long year, int month, int day)
    {
        year -= month <= 2 ? 1 : 0;
        var era = FloorDiv(year, 400);
        var yearOfEra = year - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - 719_468;
    }

    private static (long Year, int Month, int Day) CivilFromDays(long days)
    {
        days += 719_468;
        var era = FloorDiv(days, 146_097);
        var dayOfEra = days - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shifted = ((5 * dayOfYear) + 2) / 153;
        var day = (int)(dayOfYear - (((153 * shifted) + 2) / 5) + 1);
        var month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
        return (yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, day);
    }
}

namespace DistLog.Router.Normalisation;

/// <summary>
/// Reads the times that loggers write: ISO 8601 and its relatives (blank instead of T, comma before the fraction,
/// slashes in the date, zone as Z, UTC, +02, +0200 or +02:00 with or without a blank before it, no zone: UTC), and
/// seconds, milliseconds, microseconds or nanoseconds since 1970.
/// </summary>
internal static class TimestampParser
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int ShortestDate = 10;

    /// <summary>Reads a time.</summary>
    /// <param name="text">UTF-8 text, without quotes and escapes.</param>
    /// <param name="unixNanoseconds">Nanoseconds since 1970, where true is returned.</param>
    /// <param name="exact">Whether the text said no more than that: digits beyond the nanosecond are cut.</param>
    /// <returns>False where the text is no time, or one that nanoseconds since 1970 can't hold (before 1677 or after 2262).</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out long unixNanoseconds, out bool exact)
    {
        text = text.Trim((byte)' ');
        return text.Length >= ShortestDate && text[4] is (byte)'-' or (byte)'/'
            ? TryParseDate(text, out unixNanoseconds, out exact)
            : EpochParser.TryParse(text, out unixNanoseconds, out exact);
    }

    private static bool TryParseDate(ReadOnlySpan<byte> text, out long unixNanoseconds, out bool exact)
    {
        unixNanoseconds = 0;
        exact = true;
        if (!TryDay(text, out var day))
        {
            return false;
        }

        var rest = text[ShortestDate..];
        if (rest.IsEmpty)
        {
            return TryTotal(day, 0, 0, out unixNanoseconds);
        }

        return rest[0] is (byte)'T' or (byte)'t' or (byte)' '
            && TryClock(rest[1..], out var seconds, out rest)
            && TryFraction(ref rest, out var fraction, out exact)
            && ZoneParser.TryParse(rest, out var offset)
            && TryTotal(day, seconds - offset, fraction, out unixNanoseconds);
    }

    /// <summary><c>YYYY-MM-DD</c>, or with slashes.</summary>
    private static bool TryDay(ReadOnlySpan<byte> text, out DateTime day)
    {
        day = default;
        if (text[7] != text[4]
            || !Digits.TryRead(text[..4], out var year)
            || !Digits.TryRead(text[5..7], out var month)
            || !Digits.TryRead(text[8..10], out var date))
        {
            return false;
        }

        if (year is < 1 or > 9999 || month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        day = new DateTime(year, month, date, 0, 0, 0, DateTimeKind.Utc);
        return true;
    }

    /// <summary><c>HH:MM</c> or <c>HH:MM:SS</c>; second 60 is a leap second.</summary>
    private static bool TryClock(ReadOnlySpan<byte> text, out int seconds, out ReadOnlySpan<byte> rest)
    {
        seconds = 0;
        rest = default;
        if (text.Length < 5
            || text[2] != ':'
            || !Digits.TryRead(text[..2], out var hour)
            || !Digits.TryRead(text[3..5], out var minute)
            || hour > 23
            || minute > 59)
        {
            return false;
        }

        rest = text[5..];
        return TrySeconds(ref rest, out var second) && (seconds = (hour * 3600) + (minute * 60) + second) >= 0;
    }

    private static bool TrySeconds(ref ReadOnlySpan<byte> rest, out int second)
    {
        second = 0;
        if (rest.IsEmpty || rest[0] != ':')
        {
            return true;
        }

        if (rest.Length < 3 || !Digits.TryRead(rest[1..3], out second) || second > 60)
        {
            return false;
        }

        rest = rest[3..];
        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> rest, out long nanoseconds, out bool exact)
    {
        nanoseconds = 0;
        exact = true;
        if (rest.IsEmpty || rest[0] is not ((byte)'.' or (byte)','))
        {
            return true;
        }

        var count = Digits.Count(rest[1..]);
        (nanoseconds, exact) = Digits.Nanoseconds(rest.Slice(1, count));
        rest = rest[(1 + count)..];
        return count > 0;
    }

    private static bool TryTotal(DateTime day, long seconds, long nanoseconds, out long total)
    {
        var whole = (Int128)(((day - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond) + seconds) * NanosecondsPerSecond + nanoseconds;
        total = whole > long.MaxValue || whole < long.MinValue ? 0 : (long)whole;
        return total == whole;
    }
}

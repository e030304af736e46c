namespace DistLog.SearchNode.Mapping.Dates;

/// <summary>
/// Reads <c>strict_date_optional_time</c> straight from bytes: year, then month, day, T, hour, minute, second, fraction, each optional
/// from the right, and an offset (<c>Z</c>, <c>+01</c>, <c>+0100</c>, <c>+01:00</c>) after a time.
/// </summary>
internal static class IsoDate
{
    /// <param name="text">The text.</param>
    /// <param name="roundUp">Fill what is left out with its highest value instead of its lowest.</param>
    /// <param name="zone">Offset in seconds of a text without one.</param>
    /// <param name="instant">The moment.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, bool roundUp, ZoneOffset zone, out Instant instant)
    {
        instant = default;
        var time = roundUp ? new CivilTime { Month = 12, Day = 31, Hour = 23, Minute = 59, Second = 59, Nanos = 999_999_999 } : CivilTime.Lowest();
        var at = 0;
        if (!TryYear(text, ref at, out time.Year) || !TryDate(text, ref at, ref time, roundUp) || !TryTime(text, ref at, ref time))
        {
            return false;
        }

        var offset = 0;
        var hasOffset = at < text.Length;
        if ((hasOffset && !TryOffset(text, ref at, out offset)) || at != text.Length || !time.IsValid)
        {
            return false;
        }

        var local = time.ToInstant();
        instant = local with { Seconds = hasOffset ? local.Seconds - offset : zone.UtcOf(local.Seconds) };
        return true;
    }

    private static bool TryYear(ReadOnlySpan<byte> text, ref int at, out long year)
    {
        year = 0;
        if (text.Length < 4 || !TryNumber(text, ref at, 4, out var four))
        {
            return false;
        }

        year = four;
        return true;
    }

    private static bool TryDate(ReadOnlySpan<byte> text, ref int at, ref CivilTime time, bool roundUp)
    {
        if (!Next(text, ref at, (byte)'-'))
        {
            return true;
        }

        if (!TryNumber(text, ref at, 2, out time.Month))
        {
            return false;
        }

        if (Next(text, ref at, (byte)'-'))
        {
            return TryNumber(text, ref at, 2, out time.Day);
        }

        time.Day = roundUp && time.Month is >= 1 and <= 12 ? CivilTime.DaysInMonth(time.Year, time.Month) : 1;
        return true;
    }

    private static bool TryTime(ReadOnlySpan<byte> text, ref int at, ref CivilTime time)
    {
        if (!Next(text, ref at, (byte)'T') || at == text.Length)
        {
            return true;
        }

        if (!TryNumber(text, ref at, 2, out time.Hour))
        {
            return false;
        }

        if (!Next(text, ref at, (byte)':'))
        {
            return true;
        }

        if (!TryNumber(text, ref at, 2, out time.Minute))
        {
            return false;
        }

        return !Next(text, ref at, (byte)':') || (TryNumber(text, ref at, 2, out time.Second) && TryFraction(text, ref at, ref time));
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, ref int at, ref CivilTime time)
    {
        if (!Next(text, ref at, (byte)'.') && !Next(text, ref at, (byte)','))
        {
            return true;
        }

        int digits = 0, value = 0;
        for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9' && digits < 9; at++, digits++)
        {
            value = (value * 10) + text[at] - '0';
        }

        for (var i = digits; i < 9; i++)
        {
            value *= 10;
        }

        time.Nanos = value;
        return digits > 0;
    }

    internal static bool TryOffset(ReadOnlySpan<byte> text, ref int at, out int seconds)
    {
        seconds = 0;
        if (Next(text, ref at, (byte)'Z'))
        {
            return true;
        }

        var sign = text[at] switch { (byte)'+' => 1, (byte)'-' => -1, _ => 0 };
        at++;
        if (sign == 0 || !TryNumber(text, ref at, 2, out var hours))
        {
            return false;
        }

        var minutes = 0;
        var colon = Next(text, ref at, (byte)':');
        if ((colon || at < text.Length) && !TryNumber(text, ref at, 2, out minutes))
        {
            return false;
        }

        seconds = sign * ((hours * 3600) + (minutes * 60));
        return hours <= 18 && minutes < 60;
    }

    private static bool Next(ReadOnlySpan<byte> text, ref int at, byte wanted)
    {
        if (at >= text.Length || text[at] != wanted)
        {
            return false;
        }

        at++;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, ref int at, int digits, out int number)
    {
        number = 0;
        if (at + digits > text.Length)
        {
            return false;
        }

        for (var end = at + digits; at < end; at++)
        {
            var digit = text[at] - '0';
            if ((uint)digit > 9)
            {
                return false;
            }

            number = (number * 10) + digit;
        }

        return true;
    }
}

namespace DistLog.SearchNode.Storage.Sources;

/// <summary>
/// Times as text, <c>2026-09-21T14:13:20.086400Z</c> and its kin, to nanoseconds and back. What <see cref="TryRead"/> takes,
/// <see cref="Write"/> gives back byte by byte; anything else isn't taken.
/// </summary>
internal static class TimeText
{
    /// <summary>Characters of the longest time.</summary>
    public const int Longest = 35;

    private const int DateAndTime = 19;
    private const long NanosPerSecond = 1_000_000_000;

    /// <summary>A signed 64-bit count of nanoseconds reaches from 1677 to 2262.</summary>
    private const int FirstYear = 1700;
    private const int LastYear = 2200;

    private static readonly long[] FractionUnits = [NanosPerSecond, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1000, 100, 10, 1];

    /// <summary>Nanoseconds of one unit of the last of so many digits.</summary>
    public static long UnitOf(int digits) => FractionUnits[digits];

    /// <summary>Reads a time as nanoseconds since 1970, UTC.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out TimeStyle style, out long nanos)
    {
        (style, nanos) = (default, 0);
        if (text.Length is < DateAndTime or > Longest || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ') || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        var (year, month, day) = (Number(text, 0, 4), Number(text, 5, 2), Number(text, 8, 2));
        var (hour, minute, second) = (Number(text, 11, 2), Number(text, 14, 2), Number(text, 17, 2));
        if (year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        var rest = text[DateAndTime..];
        if (!TryReadFraction(ref rest, out var digits, out var fraction) || !TryReadZone(rest, out var zone, out var minutes, out var isNegative))
        {
            return false;
        }

        style = new TimeStyle(text[10], digits, zone, minutes, isNegative);
        var seconds = (DaysOf(year, month, day) * 86_400L) + (hour * 3600) + (minute * 60) + second - (minutes * 60);
        nanos = (seconds * NanosPerSecond) + (fraction * FractionUnits[digits]);
        return true;
    }

    /// <summary>Writes a time and returns its length; there must be room for the longest.</summary>
    public static int Write(Span<byte> target, in TimeStyle style, long nanos)
    {
        var seconds = Math.DivRem(nanos, NanosPerSecond, out var fraction);
        if (fraction < 0)
        {
            (seconds, fraction) = (seconds - 1, fraction + NanosPerSecond);
        }

        var days = Math.DivRem(seconds + (style.Minutes * 60), 86_400, out var time);
        if (time < 0)
        {
            (days, time) = (days - 1, time + 86_400);
        }

        var date = DateOnly.FromDayNumber((int)days + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);
        Put(target, 0, 4, date.Year);
        Put(target[4..], (byte)'-', date.Month);
        Put(target[7..], (byte)'-', date.Day);
        Put(target[10..], style.Separator, (int)time / 3600);
        Put(target[13..], (byte)':', (int)time / 60 % 60);
        Put(target[16..], (byte)':', (int)time % 60);
        var length = DateAndTime;
        if (style.Digits > 0)
        {
            target[length] = (byte)'.';
            Put(target, length + 1, style.Digits, fraction / FractionUnits[style.Digits]);
            length += 1 + style.Digits;
        }

        return length + WriteZone(target[length..], style);
    }

    private static bool TryReadFraction(ref ReadOnlySpan<byte> rest, out int digits, out long fraction)
    {
        (digits, fraction) = (0, 0);
        if (rest.IsEmpty || rest[0] != (byte)'.')
        {
            return true;
        }

        rest = rest[1..];
        digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var end ? end : rest.Length;
        if (digits is 0 or > 9)
        {
            return false;
        }

        fraction = Number(rest, 0, digits);
        rest = rest[digits..];
        return true;
    }

    private static bool TryReadZone(ReadOnlySpan<byte> rest, out ZoneForm zone, out int minutes, out bool isNegative)
    {
        (zone, minutes, isNegative) = (ZoneForm.None, 0, false);
        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest.SequenceEqual("Z"u8))
        {
            zone = ZoneForm.Z;
            return true;
        }

        zone = rest.Length switch { 3 => ZoneForm.Hours, 5 => ZoneForm.Basic, 6 when rest[3] == (byte)':' => ZoneForm.Colon, _ => ZoneForm.None };
        if (zone == ZoneForm.None || rest[0] is not ((byte)'+' or (byte)'-'))
        {
            return false;
        }

        var (hours, past) = (Number(rest, 1, 2), zone == ZoneForm.Hours ? 0 : Number(rest, rest.Length - 2, 2));
        isNegative = rest[0] == (byte)'-';
        minutes = ((hours * 60) + past) * (isNegative ? -1 : 1);
        return hours is >= 0 and <= 23 && past is >= 0 and <= 59;
    }

    private static int WriteZone(Span<byte> target, in TimeStyle style)
    {
        if (style.Zone <= ZoneForm.Z)
        {
            target[0] = (byte)'Z';
            return style.Zone == ZoneForm.Z ? 1 : 0;
        }

        var minutes = Math.Abs(style.Minutes);
        Put(target, style.IsNegative ? (byte)'-' : (byte)'+', minutes / 60);
        switch (style.Zone)
        {
            case ZoneForm.Colon:
                Put(target[3..], (byte)':', minutes % 60);
                return 6;
            case ZoneForm.Basic:
                Put(target, 3, 2, minutes % 60);
                return 5;
            default:
                return 3;
        }
    }

    /// <summary>So many digits as a number, or a negative number where there are others.</summary>
    private static int Number(ReadOnlySpan<byte> text, int start, int length)
    {
        var number = 0;
        foreach (var digit in text.Slice(start, length))
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            number = (number * 10) + digit - '0';
        }

        return number;
    }

    private static int DaysOf(int year, int month, int day) => new DateOnly(year, month, day).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private static void Put(Span<byte> target, byte before, int number)
    {
        target[0] = before;
        target[1] = (byte)('0' + (number / 10));
        target[2] = (byte)('0' + (number % 10));
    }

    private static void Put(Span<byte> target, int start, int length, long number)
    {
        for (var i = start + length - 1; i >= start; i--, number /= 10)
        {
            target[i] = (byte)('0' + (number % 10));
        }
    }
}

namespace DistLog.Router.Normalisation;

/// <summary>Writes RFC 3339 times in UTC, with the fewest of 3, 6 or 9 fraction digits that lose nothing.</summary>
internal static class TimestampFormat
{
    /// <summary>Bytes of <c>2026-11-20T08:00:00.123456789Z</c>.</summary>
    public const int MaxLength = 30;

    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Writes the time and returns the bytes written.</summary>
    public static int Write(long unixNanoseconds, Span<byte> target)
    {
        var seconds = Math.DivRem(unixNanoseconds, NanosecondsPerSecond, out var fraction);
        var time = DateTime.UnixEpoch.AddTicks(seconds * TimeSpan.TicksPerSecond);
        Digits(target, time.Year, 4);
        target[4] = target[7] = (byte)'-';
        Digits(target[5..], time.Month, 2);
        Digits(target[8..], time.Day, 2);
        target[10] = (byte)'T';
        Digits(target[11..], time.Hour, 2);
        target[13] = target[16] = (byte)':';
        Digits(target[14..], time.Minute, 2);
        Digits(target[17..], time.Second, 2);
        target[19] = (byte)'.';
        return Fraction(target[20..], fraction) + 20;
    }

    private static int Fraction(Span<byte> target, long nanoseconds)
    {
        var (value, count) = nanoseconds % 1_000_000 == 0 ? (nanoseconds / 1_000_000, 3)
            : nanoseconds % 1_000 == 0 ? (nanoseconds / 1_000, 6)
            : (nanoseconds, 9);
        Digits(target, (int)value, count);
        target[count] = (byte)'Z';
        return count + 1;
    }

    private static void Digits(Span<byte> target, int value, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            target[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }
}

namespace DistLog.Router.Normalisation;

/// <summary>Reads the zone behind a time: nothing, Z, UTC, GMT, or an offset.</summary>
internal static class ZoneParser
{
    // The widest offsets in use are -12:00 and +14:00; ISO 8601 allows no more than a day.
    private const int MaxHours = 23;

    /// <summary>Reads a zone.</summary>
    /// <param name="text">What follows the time.</param>
    /// <param name="seconds">What the zone's clock is ahead of UTC.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out int seconds)
    {
        seconds = 0;
        text = text.TrimStart((byte)' ');
        if (text.IsEmpty || text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8) || text.SequenceEqual("UTC"u8) || text.SequenceEqual("GMT"u8))
        {
            return true;
        }

        return text[0] is (byte)'+' or (byte)'-' && TryOffset(text[1..], text[0] == '-' ? -1 : 1, out seconds);
    }

    /// <summary><c>HH</c>, <c>HHMM</c> or <c>HH:MM</c>.</summary>
    private static bool TryOffset(ReadOnlySpan<byte> text, int sign, out int seconds)
    {
        seconds = 0;
        var minuteDigits = text.Length switch
        {
            2 => "00"u8,
            4 => text[2..],
            5 when text[2] == ':' => text[3..],
            _ => default,
        };
        if (minuteDigits.IsEmpty
            || !Digits.TryRead(text[..2], out var hours)
            || !Digits.TryRead(minuteDigits, out var minutes)
            || hours > MaxHours
            || minutes > 59)
        {
            return false;
        }

        seconds = sign * ((hours * 3600) + (minutes * 60));
        return true;
    }
}

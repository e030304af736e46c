namespace DistLog.Router.Normalisation;

/// <summary>Reads ASCII digits.</summary>
internal static class Digits
{
    // Nanoseconds of the first digit behind the point.
    private const long FirstDigit = 100_000_000;

    /// <summary>Reads a number of digits only; at most nine of them.</summary>
    public static bool TryRead(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + digit - '0';
        }

        return true;
    }

    /// <summary>How many digits the text begins with.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }

    /// <summary>The digits behind a point as nanoseconds, and whether none but zeros were cut.</summary>
    public static (long Nanoseconds, bool Exact) Nanoseconds(ReadOnlySpan<byte> digits)
    {
        var nanoseconds = 0L;
        var weight = FirstDigit;
        foreach (var digit in digits)
        {
            nanoseconds += weight * (digit - '0');
            weight /= 10;
        }

        return (nanoseconds, digits.Length <= 9 || digits[9..].IndexOfAnyExcept((byte)'0') < 0);
    }
}

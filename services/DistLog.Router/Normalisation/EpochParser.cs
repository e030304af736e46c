using System.Buffers.Text;

namespace DistLog.Router.Normalisation;

/// <summary>Reads a number since 1970, whose unit its size tells.</summary>
internal static class EpochParser
{
    // Seconds stay below this until the year 5138; milliseconds reach it in 1973, microseconds their own bound likewise.
    private const long SecondsBelow = 100_000_000_000;
    private const long MillisecondsBelow = SecondsBelow * 1000;
    private const long MicrosecondsBelow = MillisecondsBelow * 1000;

    /// <summary>Reads digits with an optional fraction; other forms of JSON numbers (an exponent) too.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long unixNanoseconds, out bool exact)
    {
        unixNanoseconds = 0;
        exact = true;
        if (!Utf8Parser.TryParse(text, out long whole, out var read))
        {
            return false;
        }

        if (read == text.Length)
        {
            return TryScale(whole, Unit(whole), 0, out unixNanoseconds);
        }

        return text[read] == '.' && Digits.Count(text[(read + 1)..]) == text.Length - read - 1
            ? TryFraction(whole, text[(read + 1)..], out unixNanoseconds, out exact)
            : TryExponent(text, out unixNanoseconds);
    }

    /// <summary>Nanoseconds in the unit that a number of this size is taken to count.</summary>
    private static long Unit(long value) => Int128.Abs(value) switch
    {
        var size when size < SecondsBelow => 1_000_000_000,
        var size when size < MillisecondsBelow => 1_000_000,
        var size when size < MicrosecondsBelow => 1_000,
        _ => 1,
    };

    private static bool TryFraction(long whole, ReadOnlySpan<byte> digits, out long unixNanoseconds, out bool exact)
    {
        var unit = Unit(whole);
        var (billionths, complete) = Digits.Nanoseconds(digits);
        var fraction = Math.DivRem(billionths, 1_000_000_000 / unit, out var cut);
        exact = complete && cut == 0;
        return TryScale(whole, unit, whole < 0 ? -fraction : fraction, out unixNanoseconds);
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, out long unixNanoseconds)
    {
        unixNanoseconds = 0;
        if (!Utf8Parser.TryParse(text, out double value, out var read) || read != text.Length || !(Math.Abs(value) < long.MaxValue))
        {
            return false;
        }

        var whole = (long)value;
        var unit = Unit(whole);
        return TryScale(whole, unit, (long)((value - whole) * unit), out unixNanoseconds);
    }

    private static bool TryScale(long whole, long unit, long fraction, out long unixNanoseconds)
    {
        var total = ((Int128)whole * unit) + fraction;
        unixNanoseconds = total > long.MaxValue || total < long.MinValue ? 0 : (long)total;
        return unixNanoseconds == total;
    }
}

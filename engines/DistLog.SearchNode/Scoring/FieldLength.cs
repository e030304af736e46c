using System.Numerics;

namespace DistLog.SearchNode.Scoring;

/// <summary>
/// A text's number of words in one byte, as Lucene keeps it: exact up to 40, then with four significant bits. The loss is part of the
/// scores that people compare.
/// </summary>
internal static class FieldLength
{
    /// <summary>Numbers below this stand for themselves: 255 less the code of the largest 32-bit number.</summary>
    private const int Exact = 24;

    public static byte Encode(int length)
    {
        if (length < Exact)
        {
            return (byte)length;
        }

        var rest = (uint)(length - Exact);
        var bits = 32 - BitOperations.LeadingZeroCount(rest);
        if (bits < 4)
        {
            return (byte)(Exact + rest);
        }

        var shift = bits - 4;
        return (byte)(Exact + (((rest >> shift) & 7) | (uint)((shift + 1) << 3)));
    }

    public static int Decode(byte encoded)
    {
        if (encoded < Exact)
        {
            return encoded;
        }

        var (mantissa, shift) = ((encoded - Exact) & 7, ((encoded - Exact) >> 3) - 1);
        return Exact + (shift < 0 ? mantissa : (mantissa | 8) << shift);
    }
}

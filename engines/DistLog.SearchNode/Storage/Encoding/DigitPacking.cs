using System.Runtime.CompilerServices;

namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>
/// Decimal digits at 3⅓ bits each: three make a number of 10 bits, two that are left over one of 7, one of 4. That is within 0.4 % of
/// what random digits need, and any digit can be read without those before it.
/// </summary>
internal static class DigitPacking
{
    private const int GroupDigits = 3;
    private const int GroupBits = 10;

    /// <summary>The three digits of each number of 10 bits; those past 999, which only damage makes, have wrong digits too.</summary>
    private static readonly uint[] Groups = MakeGroups();

    /// <summary>Bits that so many digits take.</summary>
    public static int BitsOf(int digits) => (digits / GroupDigits * GroupBits) + TailBits(digits % GroupDigits);

    public static void Write(BitWriter target, ReadOnlySpan<byte> digits)
    {
        while (digits.Length >= GroupDigits)
        {
            target.Write((uint)((digits[0] * 100) + (digits[1] * 10) + digits[2] - ('0' * 111)), GroupBits);
            digits = digits[GroupDigits..];
        }

        if (digits.Length == 2)
        {
            target.Write((uint)((digits[0] * 10) + digits[1] - ('0' * 11)), TailBits(2));
        }
        else if (digits.Length == 1)
        {
            target.Write((uint)(digits[0] - '0'), TailBits(1));
        }
    }

    /// <summary>Writes as many digits as there is room for, from the bit where they start.</summary>
    public static void Read(ReadOnlySpan<byte> padded, long bit, Span<byte> digits)
    {
        for (; digits.Length >= GroupDigits; digits = digits[GroupDigits..], bit += GroupBits)
        {
            Put(digits, Groups[(int)BitPacking.Peek(padded, bit, GroupBits)], GroupDigits);
        }

        if (!digits.IsEmpty)
        {
            var rest = (uint)BitPacking.Peek(padded, bit, TailBits(digits.Length));
            Put(digits, digits.Length == 2 ? Groups[(int)rest] >> 8 : Groups[(int)rest] >> 16, digits.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Span<byte> target, uint text, int count)
    {
        for (var i = 0; i < count; i++)
        {
            target[i] = (byte)(text >> (8 * i));
        }
    }

    private static int TailBits(int digits) => digits switch { 0 => 0, 1 => 4, _ => 7 };

    private static uint[] MakeGroups()
    {
        var groups = new uint[1 << GroupBits];
        for (var i = 0; i < groups.Length; i++)
        {
            groups[i] = (uint)((i / 100 % 10) + '0' | ((i / 10 % 10) + '0') << 8 | ((i % 10) + '0') << 16);
        }

        return groups;
    }
}

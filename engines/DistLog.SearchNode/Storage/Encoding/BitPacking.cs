using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>Numbers in as many bits as the largest needs.</summary>
internal static class BitPacking
{
    /// <summary>Bytes that must follow packed bits in memory, because they are read eight bytes at a time.</summary>
    public const int Padding = 8;

    /// <summary>Bits that <see cref="Peek"/> can give at once: eight bytes less the bits before the first.</summary>
    public const int LongestPeek = 57;

    /// <summary>Bits that a number needs; none for zero.</summary>
    public static int WidthOf(ulong highest) => 64 - BitOperations.LeadingZeroCount(highest);

    public static long BytesOf(long bits) => (bits + 7) >> 3;

    /// <summary>The bits from a place on, as many as are asked for, up to <see cref="LongestPeek"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Peek(ReadOnlySpan<byte> padded, long bit, int width) =>
        BinaryPrimitives.ReadUInt64LittleEndian(padded[(int)(bit >> 3)..]) >> (int)(bit & 7) & ((1UL << width) - 1);

    /// <summary>A number of any width up to 64.</summary>
    public static ulong PeekLong(ReadOnlySpan<byte> padded, long bit, int width) => width <= LongestPeek
        ? Peek(padded, bit, width)
        : Peek(padded, bit, 32) | Peek(padded, bit + 32, width - 32) << 32;

    /// <summary>So many bits of the source, copied with the padding that reading wants.</summary>
    public static byte[] TakePadded(ref ByteReader source, long bits)
    {
        var length = BytesOf(bits);
        var taken = source.Take(length <= int.MaxValue - Padding ? (int)length : -1);
        var padded = new byte[taken.Length + Padding];
        taken.CopyTo(padded);
        return padded;
    }
}

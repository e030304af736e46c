using System.Runtime.InteropServices;

namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>
/// Floating-point numbers as what they mostly are: decimals of a few places, kept as whole numbers. Others keep their bits. Layout: way
/// u8; then decimal places u8 and <see cref="PackedLongs"/>, or the bits, 4 or 8 bytes each, as <see cref="PackedBytes"/>.
/// </summary>
internal static class PackedDoubles
{
    private const byte Decimals = 0;
    private const byte SingleDecimals = 1;
    private const byte SingleBits = 2;
    private const byte DoubleBits = 3;

    private const int MostPlaces = 9;

    /// <summary>Whole numbers up to here are exact as doubles.</summary>
    private const double MostExact = 1L << 53;

    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

    public static void Write(ByteBuffer target, ReadOnlySpan<double> numbers)
    {
        var isSingle = AreSingles(numbers);
        var scaled = new long[numbers.Length];
        var places = Scale(numbers, isSingle, scaled);
        if (places >= 0)
        {
            target.Byte(isSingle ? SingleDecimals : Decimals);
            target.Byte((byte)places);
            PackedLongs.Write(target, scaled);
            return;
        }

        target.Byte(isSingle ? SingleBits : DoubleBits);
        PackedBytes.Write(target, isSingle ? MemoryMarshal.AsBytes<float>(Array.ConvertAll(numbers.ToArray(), number => (float)number)) : MemoryMarshal.AsBytes(numbers));
    }

    public static double[] Read(ref ByteReader source, int count)
    {
        var way = source.Byte();
        if (way <= SingleDecimals)
        {
            var places = source.Count(MostPlaces);
            return Array.ConvertAll(PackedLongs.Read(ref source, count), number => Unscale(number, places, way == SingleDecimals));
        }

        var width = way == SingleBits ? sizeof(float) : sizeof(double);
        var bytes = way <= DoubleBits ? PackedBytes.Read(ref source) : throw new DamagedDataException("fractions are told in no known way");
        if (bytes.Length != (long)count * width)
        {
            throw new DamagedDataException("there are too many fractions or too few");
        }

        return way == DoubleBits
            ? MemoryMarshal.Cast<byte, double>(bytes).ToArray()
            : Array.ConvertAll(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), number => (double)number);
    }

    private static bool AreSingles(ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers)
        {
            if (!Same(number, (float)number))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The numbers as whole ones after shifting the point, and how far; -1 where that doesn't give them back.</summary>
    private static int Scale(ReadOnlySpan<double> numbers, bool isSingle, long[] scaled)
    {
        var places = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            while (!TryScale(numbers[i], places, isSingle, out scaled[i]))
            {
                if (++places > MostPlaces)
                {
                    return -1;
                }

                // Those before take the new scale too.
                i = 0;
            }
        }

        return places;
    }

    private static bool TryScale(double number, int places, bool isSingle, out long scaled)
    {
        var shifted = Math.Round(number * Powers[places]);
        scaled = Math.Abs(shifted) < MostExact ? (long)shifted : 0;
        return Same(Unscale(scaled, places, isSingle), number);
    }

    private static double Unscale(long scaled, int places, bool isSingle)
    {
        var number = scaled / Powers[places];
        return isSingle ? (float)number : number;
    }

    private static bool Same(double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b);
}

using System.Buffers.Binary;

namespace DistLog.SearchNode.Storage.Encoding.Version1;

/// <summary>
/// Whole numbers as differences in the smallest width that holds them: to the lowest number, or, where that is narrower (time stamps,
/// sequence numbers), to the number before. Layout: mode u8, base i64, width u8 (0, 1, 2, 4, 8), the differences.
/// </summary>
internal static class LongEncoding
{
    private const byte FromLowest = 0;
    private const byte FromPrevious = 1;

    public static long[] Read(ref ByteReader source, int count)
    {
        var numbers = new long[count];
        var mode = source.Byte();
        var first = source.Long();
        var lowStep = mode == FromPrevious ? source.Long() : 0;
        var width = source.Byte();
        if (mode > FromPrevious || width is not (0 or 1 or 2 or 4 or 8))
        {
            throw new DamagedDataException("a column of whole numbers has no known layout");
        }

        if (mode == FromLowest)
        {
            ReadFromLowest(source.Take(count * width), numbers, first, width);
        }
        else if (count > 0)
        {
            ReadSteps(source.Take((count - 1) * width), numbers, first, lowStep, width);
        }

        return numbers;
    }

    private static void ReadFromLowest(ReadOnlySpan<byte> bytes, long[] numbers, long low, int width)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = unchecked(low + Get(bytes, i, width));
        }
    }

    private static void ReadSteps(ReadOnlySpan<byte> bytes, long[] numbers, long first, long lowStep, int width)
    {
        numbers[0] = first;
        for (var i = 1; i < numbers.Length; i++)
        {
            numbers[i] = unchecked(numbers[i - 1] + lowStep + Get(bytes, i - 1, width));
        }
    }

    private static long Get(ReadOnlySpan<byte> bytes, int index, int width) => width switch
    {
        0 => 0,
        1 => bytes[index],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(index * 2)..]),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(index * 4)..]),
        _ => BinaryPrimitives.ReadInt64LittleEndian(bytes[(index * 8)..]),
    };
}

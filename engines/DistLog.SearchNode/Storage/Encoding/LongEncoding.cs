using System.Buffers.Binary;

namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>
/// Whole numbers as differences in the smallest width that holds them: to the lowest number, or, where that is narrower (time stamps,
/// sequence numbers), to the number before. Layout: mode u8, base i64, width u8 (0, 1, 2, 4, 8), the differences.
/// </summary>
internal static class LongEncoding
{
    private const byte FromLowest = 0;
    private const byte FromPrevious = 1;

    public static void Write(ByteBuffer target, ReadOnlySpan<long> numbers)
    {
        var (low, high) = (long.MaxValue, long.MinValue);
        var (lowStep, highStep) = (long.MaxValue, long.MinValue);
        for (var i = 0; i < numbers.Length; i++)
        {
            low = Math.Min(low, numbers[i]);
            high = Math.Max(high, numbers[i]);
            var step = i == 0 ? 0 : unchecked(numbers[i] - numbers[i - 1]);
            lowStep = i == 0 ? lowStep : Math.Min(lowStep, step);
            highStep = i == 0 ? highStep : Math.Max(highStep, step);
        }

        if (numbers.Length > 1 && WidthOf(unchecked(highStep - lowStep)) < WidthOf(unchecked(high - low)))
        {
            WriteSteps(target, numbers, lowStep, WidthOf(unchecked(highStep - lowStep)));
            return;
        }

        var width = numbers.IsEmpty ? 0 : WidthOf(unchecked(high - low));
        target.Byte(FromLowest);
        target.Long(numbers.IsEmpty ? 0 : low);
        target.Byte((byte)width);
        foreach (var number in numbers)
        {
            Put(target, unchecked(number - low), width);
        }
    }

    private static void WriteSteps(ByteBuffer target, ReadOnlySpan<long> numbers, long lowStep, int width)
    {
        target.Byte(FromPrevious);
        target.Long(numbers[0]);
        target.Long(lowStep);
        target.Byte((byte)width);
        for (var i = 1; i < numbers.Length; i++)
        {
            Put(target, unchecked(numbers[i] - numbers[i - 1] - lowStep), width);
        }
    }

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

    /// <summary>A range that overflowed is negative, and takes the full width.</summary>
    private static int WidthOf(long range) => range switch
    {
        0 => 0,
        > 0 and <= byte.MaxValue => 1,
        > 0 and <= ushort.MaxValue => 2,
        > 0 and <= uint.MaxValue => 4,
        _ => 8,
    };

    private static void Put(ByteBuffer target, long value, int width)
    {
        switch (width)
        {
            case 1:
                target.Byte((byte)value);
                break;
            case 2:
                BinaryPrimitives.WriteUInt16LittleEndian(target.Take(2), (ushort)value);
                break;
            case 4:
                BinaryPrimitives.WriteUInt32LittleEndian(target.Take(4), (uint)value);
                break;
            case 8:
                target.Long(value);
                break;
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

namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>How whole numbers are told: as distances from a base, all multiples of a scale, in so many bits.</summary>
internal readonly record struct LongPlan(long Base, ulong Scale, int Width)
{
    /// <summary>The plan for numbers between two bounds; the greatest common divisor of their distances shrinks them.</summary>
    public static LongPlan For(ReadOnlySpan<long> numbers)
    {
        if (numbers.IsEmpty)
        {
            return new LongPlan(0, 1, 0);
        }

        var (low, high) = (long.MaxValue, long.MinValue);
        foreach (var number in numbers)
        {
            low = Math.Min(low, number);
            high = Math.Max(high, number);
        }

        var range = unchecked((ulong)high - (ulong)low);
        var scale = range == 0 ? 1 : DivisorOf(numbers, low, range);
        return new LongPlan(low, scale, BitPacking.WidthOf(range / scale));
    }

    private static ulong DivisorOf(ReadOnlySpan<long> numbers, long low, ulong range)
    {
        var divisor = range;
        foreach (var number in numbers)
        {
            if (divisor == 1)
            {
                break;
            }

            divisor = Gcd(divisor, unchecked((ulong)number - (ulong)low));
        }

        return divisor;
    }

    private static ulong Gcd(ulong a, ulong b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }

    public void Write(BitWriter target, ReadOnlySpan<long> numbers)
    {
        foreach (var number in numbers)
        {
            target.WriteLong(unchecked((ulong)number - (ulong)Base) / Scale, Width);
        }
    }

    public void WriteHead(ByteBuffer target)
    {
        target.ZigZag(Base);
        target.Varint(Scale);
        target.Byte((byte)Width);
    }

    public static LongPlan ReadHead(ref ByteReader source)
    {
        var plan = new LongPlan(source.ZigZag(), source.Varint(), source.Byte());
        return plan.Width <= 64 ? plan : throw new DamagedDataException($"numbers of {plan.Width} bits");
    }

    public long[] Read(ref ByteReader source, int count)
    {
        var numbers = new long[count];
        if (Width == 0)
        {
            Array.Fill(numbers, Base);
            return numbers;
        }

        var padded = BitPacking.TakePadded(ref source, (long)count * Width);
        for (var i = 0; i < count; i++)
        {
            numbers[i] = unchecked((long)((ulong)Base + (Scale * BitPacking.PeekLong(padded, (long)i * Width, Width))));
        }

        return numbers;
    }
}

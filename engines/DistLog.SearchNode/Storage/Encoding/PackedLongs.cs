namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>
/// Whole numbers in the fewest bits of three ways: as they are; as steps from one to the next (time stamps, sequence numbers); as places
/// in a list of the few that there are. Layout: way u8; then the plan of the numbers, steps or places, and their bits. How many there are
/// the reader must know; where a width of 0 bits makes them free, it must also know that so many are possible.
/// </summary>
internal static class PackedLongs
{
    private const byte AsTheyAre = 0;
    private const byte Steps = 1;
    private const byte Listed = 2;

    /// <summary>More distinct numbers than this are no list.</summary>
    private const int MostListed = 256;

    public static void Write(ByteBuffer target, ReadOnlySpan<long> numbers)
    {
        var plain = LongPlan.For(numbers);
        var steps = StepsOf(numbers);
        var stepPlan = LongPlan.For(steps);
        var best = Math.Min(plain.Width, stepPlan.Width);
        if (best > BitPacking.WidthOf(1) && List(numbers, best) is { } listed)
        {
            WriteListed(target, numbers, listed);
        }
        else if (stepPlan.Width < plain.Width)
        {
            target.Byte(Steps);
            target.ZigZag(numbers[0]);
            WritePlanned(target, stepPlan, steps);
        }
        else
        {
            target.Byte(AsTheyAre);
            WritePlanned(target, plain, numbers);
        }
    }

    public static long[] Read(ref ByteReader source, int count)
    {
        switch (source.Byte())
        {
            case AsTheyAre:
                return ReadPlanned(ref source, count);
            case Steps:
                var first = source.ZigZag();
                return SumUp(first, ReadPlanned(ref source, Math.Max(0, count - 1)), count);
            case Listed:
                return ReadListed(ref source, count);
            default:
                throw new DamagedDataException("whole numbers are told in no known way");
        }
    }

    private static long[] StepsOf(ReadOnlySpan<long> numbers)
    {
        var steps = new long[Math.Max(0, numbers.Length - 1)];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = unchecked(numbers[i + 1] - numbers[i]);
        }

        return steps;
    }

    private static void WritePlanned(ByteBuffer target, in LongPlan plan, ReadOnlySpan<long> numbers)
    {
        plan.WriteHead(target);
        var writer = new BitWriter(target);
        if (plan.Width > 0)
        {
            plan.Write(writer, numbers);
        }

        writer.Finish();
    }

    private static long[] ReadPlanned(ref ByteReader source, int count) => LongPlan.ReadHead(ref source).Read(ref source, count);

    /// <summary>The distinct numbers in ascending order, where places among them take fewer bits and pay for the list.</summary>
    private static long[]? List(ReadOnlySpan<long> numbers, int width)
    {
        var distinct = new HashSet<long>();
        foreach (var number in numbers)
        {
            // A list that is too long shows early, since such numbers hardly repeat.
            if (distinct.Add(number) && distinct.Count > MostListed)
            {
                return null;
            }
        }

        var saved = (long)numbers.Length * (width - BitPacking.WidthOf((ulong)distinct.Count - 1));
        return saved > distinct.Count * 64L ? [.. distinct.Order()] : null;
    }

    private static void WriteListed(ByteBuffer target, ReadOnlySpan<long> numbers, long[] listed)
    {
        target.Byte(Listed);
        target.Varint((ulong)listed.Length);
        Write(target, listed);
        var places = new long[numbers.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = Array.BinarySearch(listed, numbers[i]);
        }

        WritePlanned(target, LongPlan.For(places), places);
    }

    private static long[] ReadListed(ref ByteReader source, int count)
    {
        var length = source.Count(MostListed);
        // A list in a list is nothing that was ever written, and would let damage nest without end.
        if (source.Peek() == Listed)
        {
            throw new DamagedDataException("a list of numbers is itself listed");
        }

        var listed = Read(ref source, length);
        var numbers = ReadPlanned(ref source, count);
        for (var i = 0; i < count; i++)
        {
            numbers[i] = (ulong)numbers[i] < (ulong)length ? listed[numbers[i]] : throw new DamagedDataException("a number is outside of its list");
        }

        return numbers;
    }

    private static long[] SumUp(long first, long[] steps, int count)
    {
        var numbers = new long[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = i == 0 ? first : unchecked(numbers[i - 1] + steps[i - 1]);
        }

        return numbers;
    }
}

using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>
/// The values of a template column. Layout: width of a template's number u8 and the numbers; the same of the templates of irregular values
/// (those whose number is 0); how much longer or shorter than the template's the runs of digits of those are, as zigzag varints; bits of
/// all digits varint and the digits; lengths and bytes of the irregular values that have no template either. Where a value's digits start
/// follows from the templates.
/// </summary>
internal static class TemplateEncoding
{
    private const int WidestNumber = 16;

    public static void Write(ByteBuffer target, TemplateColumn column)
    {
        WriteNumbers(target, Presence.Squeeze(column, column.Numbers));
        WriteNumbers(target, column.Loose.Numbers);
        var bits = WriteRuns(target, column);
        foreach (var number in column.Numbers)
        {
            bits += number == TemplateDictionary.None ? 0 : column.Dictionary.DigitBitsOf(number);
        }

        target.Varint((ulong)bits);
        target.Bytes(column.Digits.AsSpan(0, (int)BitPacking.BytesOf(bits)));
        Lengths.Write(target, column.Texts.Offsets);
        PackedBytes.Write(target, column.Texts.Data);
    }

    public static TemplateColumn Read(ref ByteReader source, in Presence presence, TemplateDictionary dictionary)
    {
        var numbers = presence.Spread(ReadNumbers(ref source, presence.Values, dictionary.Count));
        var irregular = FindIrregular(numbers, presence);
        var loose = ReadLoose(ref source, irregular.Length, dictionary);
        var bits = source.Varint();
        var digits = BitPacking.TakePadded(ref source, bits <= int.MaxValue ? (long)bits : throw new DamagedDataException("a column has too many digits"));
        var starts = Place(numbers, loose, irregular, dictionary, (int)bits);
        var offsets = Lengths.Read(ref source, irregular.Length);
        var data = PackedBytes.Read(ref source);
        return new TemplateColumn
        {
            Rows = presence.Rows,
            Present = presence.Present,
            Starts = presence.Starts,
            Dictionary = dictionary,
            Numbers = numbers,
            DigitStarts = starts,
            Digits = digits,
            IrregularValues = irregular,
            Loose = loose,
            Texts = new RawStringColumn
            {
                Rows = irregular.Length,
                Offsets = offsets,
                Data = offsets[^1] == data.Length ? data : throw new DamagedDataException("a column's strings have other lengths than it says"),
            },
        };
    }

    /// <summary>Copies a column's bytes with other numbers for its templates, decoding nothing else.</summary>
    /// <param name="bytes">The column as it stands in its segment.</param>
    /// <param name="rows">Rows of its block.</param>
    /// <param name="mostValues">Values that it can have at most.</param>
    /// <param name="limit">One more than the highest number that it can have.</param>
    /// <param name="renumber">From an old number, never 0, to the new one.</param>
    public static byte[] Renumber(ReadOnlySpan<byte> bytes, int rows, int mostValues, int limit, Func<int, int> renumber)
    {
        var source = new ByteReader(bytes);
        source.Byte();
        var presence = Presence.Read(ref source, rows, mostValues);
        var head = bytes[..^source.Left];
        var numbers = ReadNumbers(ref source, presence.Values, limit);
        var loose = ReadNumbers(ref source, numbers.AsSpan().Count((ushort)TemplateDictionary.None), limit);
        var target = new ByteBuffer(bytes.Length + 16);
        target.Bytes(head);
        WriteNumbers(target, Array.ConvertAll(numbers, Renumber));
        WriteNumbers(target, Array.ConvertAll(loose, Renumber));
        target.Bytes(source.Take(source.Left));
        return target.ToArray();

        ushort Renumber(ushort old) => old == TemplateDictionary.None ? old : (ushort)renumber(old);
    }

    /// <summary>Writes the lengths of loose values' runs; the bits that their digits take.</summary>
    private static long WriteRuns(ByteBuffer target, TemplateColumn column)
    {
        var (differences, bits, loose) = (new ByteBuffer(), 0L, column.Loose);
        for (var place = 0; place < loose.Numbers.Length; place++)
        {
            if (loose.Numbers[place] == TemplateDictionary.None)
            {
                continue;
            }

            var usual = column.Dictionary[loose.Numbers[place]].Runs;
            var runs = loose.RunsOf(place, column.Dictionary);
            for (var i = 0; i < runs.Length; i++)
            {
                differences.ZigZag(runs[i] - usual[i].Length);
            }

            bits += DigitPacking.BitsOf(loose.DigitsOf(place, column.Dictionary));
        }

        PackedBytes.Write(target, differences.Span);
        return bits;
    }

    private static LooseValues ReadLoose(ref ByteReader source, int count, TemplateDictionary dictionary)
    {
        var numbers = ReadNumbers(ref source, count, dictionary.Count);
        var differences = new ByteReader(PackedBytes.Read(ref source));
        var lengths = new List<ushort>();
        foreach (var number in numbers)
        {
            foreach (var run in number == TemplateDictionary.None ? [] : dictionary[number].Runs)
            {
                var length = run.Length + differences.ZigZag();
                lengths.Add(length is > 0 and <= TemplateDictionary.LongestTemplate ? (ushort)length : throw new DamagedDataException("a run of digits has an impossible length"));
            }
        }

        return differences.IsAtEnd
            ? new LooseValues { Numbers = numbers, RunLengths = [.. lengths] }
            : throw new DamagedDataException("a column has more runs of digits than its templates");
    }

    private static void WriteNumbers(ByteBuffer target, ReadOnlySpan<ushort> numbers)
    {
        var highest = 0;
        foreach (var number in numbers)
        {
            highest = Math.Max(highest, number);
        }

        var width = BitPacking.WidthOf((ulong)highest);
        target.Byte((byte)width);
        var writer = new BitWriter(target);
        foreach (var number in numbers)
        {
            writer.Write(number, width);
        }

        writer.Finish();
    }

    private static ushort[] ReadNumbers(ref ByteReader source, int count, int limit)
    {
        var width = source.Count(WidestNumber);
        var padded = BitPacking.TakePadded(ref source, (long)count * width);
        var numbers = new ushort[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = (ushort)BitPacking.Peek(padded, (long)i * width, width);
            if (numbers[i] >= limit)
            {
                throw new DamagedDataException("a column names a template that its segment doesn't have");
            }
        }

        return numbers;
    }

    /// <summary>The values that have no template of their own length.</summary>
    private static int[] FindIrregular(ushort[] numbers, in Presence presence)
    {
        var irregular = new List<int>();
        for (var value = 0; value < numbers.Length; value++)
        {
            if (numbers[value] == TemplateDictionary.None && (presence.Present is null || presence.Present[value]))
            {
                irregular.Add(value);
            }
        }

        return [.. irregular];
    }

    /// <summary>Where each value's digits start.</summary>
    private static int[] Place(ushort[] numbers, LooseValues loose, int[] irregular, TemplateDictionary dictionary, int bits)
    {
        var starts = new int[numbers.Length];
        var (next, place) = (0L, 0);
        for (var value = 0; value < numbers.Length; value++)
        {
            starts[value] = (int)next;
            if (numbers[value] != TemplateDictionary.None)
            {
                next += dictionary.DigitBitsOf(numbers[value]);
            }
            else if (place < irregular.Length && irregular[place] == value)
            {
                next += loose.Numbers[place] == TemplateDictionary.None ? 0 : DigitPacking.BitsOf(loose.DigitsOf(place, dictionary));
                place++;
            }

            if (next > bits)
            {
                throw new DamagedDataException("a column has fewer digits than its templates");
            }
        }

        return starts;
    }
}

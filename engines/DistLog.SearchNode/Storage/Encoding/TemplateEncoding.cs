using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>
/// The values of a template column. Layout: width of a template's number u8, the numbers, bits of the digits varint, the digits, and the
/// irregular values (those with number 0): their lengths and their bytes. Where a value's digits start follows from the templates.
/// </summary>
internal static class TemplateEncoding
{
    private const int WidestNumber = 16;

    public static void Write(ByteBuffer target, TemplateColumn column)
    {
        WriteNumbers(target, Presence.Squeeze(column, column.Numbers));
        var bits = 0L;
        foreach (var number in column.Numbers)
        {
            bits += number == TemplateDictionary.None ? 0 : column.Dictionary.DigitBitsOf(number);
        }

        target.Varint((ulong)bits);
        target.Bytes(column.Digits.AsSpan(0, (int)BitPacking.BytesOf(bits)));
        Lengths.Write(target, column.Irregular.Offsets);
        PackedBytes.Write(target, column.Irregular.Data);
    }

    public static TemplateColumn Read(ref ByteReader source, in Presence presence, TemplateDictionary dictionary)
    {
        var numbers = presence.Spread(ReadNumbers(ref source, presence.Values, dictionary.Count));
        var bits = source.Varint();
        var digits = BitPacking.TakePadded(ref source, bits <= int.MaxValue ? (long)bits : throw new DamagedDataException("a column has too many digits"));
        var (starts, irregular) = Place(numbers, presence, dictionary, (int)bits);
        var offsets = Lengths.Read(ref source, irregular.Count);
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
            IrregularValues = [.. irregular],
            Irregular = new RawStringColumn
            {
                Rows = irregular.Count,
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
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = numbers[i] == TemplateDictionary.None ? numbers[i] : (ushort)renumber(numbers[i]);
        }

        var target = new ByteBuffer(bytes.Length + 16);
        target.Bytes(head);
        WriteNumbers(target, numbers);
        target.Bytes(source.Take(source.Left));
        return target.ToArray();
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

    /// <summary>Where each value's digits start, and which values have no template.</summary>
    private static (int[] Starts, List<int> Irregular) Place(ushort[] numbers, in Presence presence, TemplateDictionary dictionary, int bits)
    {
        var starts = new int[numbers.Length];
        var irregular = new List<int>();
        var next = 0L;
        for (var value = 0; value < numbers.Length; value++)
        {
            starts[value] = (int)next;
            if (numbers[value] != TemplateDictionary.None)
            {
                next += dictionary.DigitBitsOf(numbers[value]);
            }
            else if (presence.Present is null || presence.Present[value])
            {
                irregular.Add(value);
            }

            if (next > bits)
            {
                throw new DamagedDataException("a column has fewer digits than its templates");
            }
        }

        return (starts, irregular);
    }
}

using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Columns;

/// <summary>
/// Messages as the number of a template and the digits that the template leaves open. Values that fit no template stand in
/// <see cref="Irregular"/> as they are. A search looks at the dictionary first, then at numbers only, and at digits last.
/// </summary>
internal sealed class TemplateColumn : StringColumn
{
    private readonly WeakReference<RawStringColumn?> _raw = new(null);
    private readonly WeakReference<RawStringColumn?> _irregular = new(null);
    private int _highestNumber = -1;

    public required TemplateDictionary Dictionary { get; init; }

    /// <summary>Each value's template; <see cref="TemplateDictionary.None"/> for an irregular value, and where a row has no value.</summary>
    public required ushort[] Numbers { get; init; }

    /// <summary>The highest number of any template of the column.</summary>
    public int HighestNumber => _highestNumber >= 0 ? _highestNumber : _highestNumber = Math.Max(Highest(Numbers), Highest(Loose.Numbers));

    /// <summary>The bit of <see cref="Digits"/> at which each value's digits start.</summary>
    public required int[] DigitStarts { get; init; }

    /// <summary>All digits, packed by <see cref="DigitPacking"/>, and the padding that reading them wants.</summary>
    public required byte[] Digits { get; init; }

    /// <summary>The value numbers, ascending, of the values that fit no template exactly.</summary>
    public required int[] IrregularValues { get; init; }

    /// <summary>Which of these fit a template but for the lengths of its runs of digits.</summary>
    public required LooseValues Loose { get; init; }

    /// <summary>The irregular values that fit none at all, in the order of <see cref="IrregularValues"/>; empty for the others.</summary>
    public required RawStringColumn Texts { get; init; }

    /// <summary>All irregular values as strings, in the order of <see cref="IrregularValues"/>: made when they are first asked for.</summary>
    public RawStringColumn Irregular
    {
        get
        {
            if (!_irregular.TryGetTarget(out var irregular) || irregular is null)
            {
                irregular = Loose.RunLengths.Length == 0 ? Texts : Pick(IrregularValues);
                _irregular.SetTarget(irregular);
            }

            return irregular;
        }
    }

    /// <summary>The dictionary counts for itself, and the strings, when they are made, live only as long as they are used.</summary>
    public override int Size => PresenceSize + (Numbers.Length * 6) + Digits.Length + (IrregularValues.Length * 4) + Loose.Size + Texts.Size;

    public override ReadOnlySpan<byte> this[int value]
    {
        get
        {
            var text = new byte[LengthOf(value)];
            Write(value, text);
            return text;
        }
    }

    public override RawStringColumn Raw
    {
        get
        {
            if (!_raw.TryGetTarget(out var raw) || raw is null)
            {
                raw = Materialise();
                _raw.SetTarget(raw);
            }

            return raw;
        }
    }

    /// <summary>Bytes of a value.</summary>
    public int LengthOf(int value) =>
        Numbers[value] is not TemplateDictionary.None and var number ? Dictionary.TextOf(number).Length : IrregularLength(PlaceOf(value));

    /// <summary>Writes the digits of a value that has a template, as ASCII, one run right after another; as many as there is room for.</summary>
    public void ReadDigits(int value, Span<byte> digits) => DigitPacking.Read(Digits, DigitStarts[value], digits);

    /// <summary>Writes a value to the start of a span that has room for it; its length.</summary>
    public int Write(int value, Span<byte> target)
    {
        if (Numbers[value] == TemplateDictionary.None)
        {
            return PlaceOf(value) is >= 0 and var place ? WriteIrregular(value, place, target) : 0;
        }

        var template = Dictionary[Numbers[value]];
        Span<byte> digits = template.Digits <= 512 ? stackalloc byte[template.Digits] : new byte[template.Digits];
        ReadDigits(value, digits);
        template.Fill(digits, target);
        return template.Text.Length;
    }

    public override void CopyTo(ByteBuffer target, int value) => Write(value, target.Take(LengthOf(value)));

    /// <summary>The same values in fewer rows: of a field that repeats another one where it has a value.</summary>
    public TemplateColumn WithPresence(Bits? present) => new()
    {
        Rows = Rows,
        Present = present,
        Starts = Starts,
        Dictionary = Dictionary,
        Numbers = Numbers,
        DigitStarts = DigitStarts,
        Digits = Digits,
        IrregularValues = IrregularValues,
        Loose = Loose,
        Texts = Texts,
    };

    private static int Highest(ReadOnlySpan<ushort> numbers)
    {
        ushort highest = 0;
        foreach (var number in numbers)
        {
            highest = Math.Max(highest, number);
        }

        return highest;
    }

    /// <summary>Which of the irregular values it is; negative where the row has none.</summary>
    private int PlaceOf(int value) => Array.BinarySearch(IrregularValues, value);

    private int IrregularLength(int place)
    {
        if (place < 0)
        {
            return 0;
        }

        return Loose.Numbers[place] == TemplateDictionary.None ? Texts[place].Length : Loose.LengthOf(place, Dictionary);
    }

    private int WriteIrregular(int value, int place, Span<byte> target)
    {
        if (Loose.Numbers[place] == TemplateDictionary.None)
        {
            Texts[place].CopyTo(target);
            return Texts[place].Length;
        }

        var count = Loose.DigitsOf(place, Dictionary);
        Span<byte> digits = count <= 512 ? stackalloc byte[count] : new byte[count];
        ReadDigits(value, digits);
        Loose.Write(place, Dictionary, digits, target);
        return Loose.LengthOf(place, Dictionary);
    }

    /// <summary>Some values as strings, one after another.</summary>
    public RawStringColumn Pick(ReadOnlySpan<int> values)
    {
        var offsets = new int[values.Length + 1];
        for (var i = 0; i < values.Length; i++)
        {
            offsets[i + 1] = offsets[i] + LengthOf(values[i]);
        }

        var data = new byte[offsets[^1]];
        for (var i = 0; i < values.Length; i++)
        {
            Write(values[i], data.AsSpan(offsets[i]));
        }

        return new RawStringColumn { Rows = values.Length, Data = data, Offsets = offsets };
    }

    private RawStringColumn Materialise()
    {
        var offsets = new int[Numbers.Length + 1];
        for (var value = 0; value < Numbers.Length; value++)
        {
            offsets[value + 1] = offsets[value] + LengthOf(value);
        }

        var data = new byte[offsets[^1]];
        for (var value = 0; value < Numbers.Length; value++)
        {
            Write(value, data.AsSpan(offsets[value]));
        }

        return new RawStringColumn { Rows = Rows, Present = Present, Starts = Starts, Data = data, Offsets = offsets };
    }
}

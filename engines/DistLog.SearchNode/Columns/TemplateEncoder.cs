using System.Numerics;
using System.Runtime.InteropServices;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Columns;

/// <summary>Turns strings that are variations of a few templates into a template column.</summary>
internal sealed class TemplateEncoder
{
    /// <summary>Fewer values than this tell nothing about whether they repeat.</summary>
    private const int FewestValues = 8;

    private readonly RawStringColumn _column;
    private readonly TemplateDictionary _dictionary;
    private readonly ushort[] _numbers;
    private readonly int[] _starts;
    private readonly ByteBuffer _digits;
    private readonly BitWriter _writer;
    private readonly ByteBuffer _scratch = new(1024);
    private readonly List<int> _irregular = [];
    private readonly List<ushort> _looseNumbers = [];
    private readonly List<ushort> _runLengths = [];
    private readonly ByteBuffer _texts = new();
    private readonly List<int> _textOffsets = [0];

    private TemplateEncoder(RawStringColumn column, TemplateDictionary dictionary)
    {
        _column = column;
        _dictionary = dictionary;
        _numbers = new ushort[column.ValueCount];
        _starts = new int[column.ValueCount];
        _digits = new ByteBuffer((column.Data.Length / 8) + 64);
        _writer = new BitWriter(_digits);
    }

    /// <summary>The column by templates, or null where too many of its values are new to the dictionary for templates to pay.</summary>
    public static TemplateColumn? Encode(RawStringColumn column, TemplateDictionary dictionary)
    {
        var known = dictionary.Count;
        var values = column.PresentCount();
        var encoded = values < FewestValues ? null : new TemplateEncoder(column, dictionary).Run(values / 2);
        if (encoded is null && dictionary.Count > known)
        {
            dictionary.RemoveFrom(known);
        }

        return encoded;
    }

    /// <param name="limit">How many templates may be new, and how many values may have none.</param>
    private TemplateColumn? Run(int limit)
    {
        var (known, bit, plain) = (_dictionary.Count, 0, 0);
        for (var value = 0; value < _numbers.Length; value++)
        {
            _starts[value] = bit;
            if (_column.HasValue(value))
            {
                bit += Take(value, ref plain);
            }

            if (_dictionary.Count - known > limit || plain > limit)
            {
                return null;
            }
        }

        _writer.Finish();
        _digits.Take(BitPacking.Padding).Clear();
        return Finished();
    }

    private TemplateColumn Finished() => new()
    {
        Rows = _column.Rows,
        Present = _column.Present,
        Starts = _column.Starts,
        Dictionary = _dictionary,
        Numbers = _numbers,
        DigitStarts = _starts,
        Digits = _digits.ToArray(),
        IrregularValues = [.. _irregular],
        Loose = new LooseValues { Numbers = [.. _looseNumbers], RunLengths = [.. _runLengths] },
        Texts = new RawStringColumn { Rows = _irregular.Count, Data = _texts.ToArray(), Offsets = [.. _textOffsets] },
    };

    /// <summary>Replaces every ASCII digit by a zero.</summary>
    public static void Mask(ReadOnlySpan<byte> text, Span<byte> masked)
    {
        var at = 0;
        for (; at <= text.Length - Vector<byte>.Count; at += Vector<byte>.Count)
        {
            var bytes = new Vector<byte>(text[at..]);
            // A digit is less than ten above '0'; all else wraps around or is more.
            var isDigit = Vector.LessThan(bytes - new Vector<byte>((byte)'0'), new Vector<byte>(10));
            Vector.ConditionalSelect(isDigit, new Vector<byte>((byte)'0'), bytes).CopyTo(masked[at..]);
        }

        for (; at < text.Length; at++)
        {
            masked[at] = char.IsAsciiDigit((char)text[at]) ? (byte)'0' : text[at];
        }
    }

    /// <summary>Takes a value in; the bits that its digits take.</summary>
    private int Take(int value, ref int plain)
    {
        var text = _column[value];
        if (text.Length > TemplateDictionary.LongestTemplate)
        {
            plain++;
            return AddPlain(value, text);
        }

        _scratch.Clear();
        var masked = _scratch.Take(text.Length);
        Mask(text, masked);
        var number = _dictionary.FindOrAdd(masked, out var isLoose);
        if (isLoose)
        {
            return AddLoose(value, text, masked, number);
        }

        if (number == TemplateDictionary.None)
        {
            plain++;
            return AddPlain(value, text);
        }

        _numbers[value] = (ushort)number;
        var template = _dictionary[number];
        Span<byte> digits = template.Digits <= 512 ? stackalloc byte[template.Digits] : new byte[template.Digits];
        template.Extract(text, digits);
        DigitPacking.Write(_writer, digits);
        return template.DigitBits;
    }

    private int AddPlain(int value, ReadOnlySpan<byte> text)
    {
        _texts.Bytes(text);
        AddIrregular(value, TemplateDictionary.None);
        return 0;
    }

    private int AddLoose(int value, ReadOnlySpan<byte> text, ReadOnlySpan<byte> masked, int number)
    {
        AddIrregular(value, number);
        var digits = new List<byte>();
        for (var at = masked.IndexOf((byte)'0'); at >= 0 && at < masked.Length;)
        {
            var rest = masked[at..];
            var length = rest.IndexOfAnyExcept((byte)'0') is >= 0 and var end ? end : rest.Length;
            _runLengths.Add((ushort)length);
            digits.AddRange(text.Slice(at, length));
            var next = rest[length..].IndexOf((byte)'0');
            at = next < 0 ? -1 : at + length + next;
        }

        DigitPacking.Write(_writer, CollectionsMarshal.AsSpan(digits));
        return DigitPacking.BitsOf(digits.Count);
    }

    private void AddIrregular(int value, int number)
    {
        _irregular.Add(value);
        _looseNumbers.Add((ushort)number);
        _textOffsets.Add(_texts.Length);
    }
}

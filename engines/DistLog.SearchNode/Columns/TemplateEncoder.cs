using System.Numerics;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Columns;

/// <summary>Turns strings that are variations of a few templates into a template column.</summary>
internal static class TemplateEncoder
{
    /// <summary>Fewer values than this tell nothing about whether they repeat.</summary>
    private const int FewestValues = 8;

    /// <summary>The column by templates, or null where too many of its values are new to the dictionary for templates to pay.</summary>
    public static TemplateColumn? Encode(RawStringColumn column, TemplateDictionary dictionary)
    {
        var known = dictionary.Count;
        var encoded = column.PresentCount() < FewestValues ? null : Encode(column, dictionary, column.PresentCount() / 2);
        if (encoded is null && dictionary.Count > known)
        {
            dictionary.RemoveFrom(known);
        }

        return encoded;
    }

    /// <param name="column">The strings.</param>
    /// <param name="dictionary">Where templates are looked up and added.</param>
    /// <param name="limit">How many templates may be new, and how many values may have none.</param>
    private static TemplateColumn? Encode(RawStringColumn column, TemplateDictionary dictionary, int limit)
    {
        var known = dictionary.Count;
        var numbers = new ushort[column.ValueCount];
        var starts = new int[column.ValueCount];
        var digits = new ByteBuffer((column.Data.Length / 8) + 64);
        var writer = new BitWriter(digits);
        var irregular = new List<int>();
        var bit = 0;
        for (var value = 0; value < numbers.Length; value++)
        {
            starts[value] = bit;
            if (!column.HasValue(value))
            {
                continue;
            }

            numbers[value] = (ushort)NumberOf(column[value], dictionary);
            if (numbers[value] == TemplateDictionary.None)
            {
                irregular.Add(value);
            }
            else
            {
                bit += Pack(column[value], dictionary[numbers[value]], writer);
            }

            if (dictionary.Count - known > limit || irregular.Count > limit)
            {
                return null;
            }
        }

        writer.Finish();
        digits.Take(BitPacking.Padding).Clear();
        return new TemplateColumn
        {
            Rows = column.Rows,
            Present = column.Present,
            Starts = column.Starts,
            Dictionary = dictionary,
            Numbers = numbers,
            DigitStarts = starts,
            Digits = digits.ToArray(),
            IrregularValues = [.. irregular],
            Irregular = Pick(column, irregular),
        };
    }

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

    private static int NumberOf(ReadOnlySpan<byte> text, TemplateDictionary dictionary)
    {
        if (text.Length > TemplateDictionary.LongestTemplate)
        {
            return TemplateDictionary.None;
        }

        Span<byte> masked = text.Length <= 1024 ? stackalloc byte[text.Length] : new byte[text.Length];
        Mask(text, masked);
        return dictionary.FindOrAdd(masked);
    }

    private static int Pack(ReadOnlySpan<byte> text, Template template, BitWriter writer)
    {
        Span<byte> digits = template.Digits <= 512 ? stackalloc byte[template.Digits] : new byte[template.Digits];
        template.Extract(text, digits);
        DigitPacking.Write(writer, digits);
        return template.DigitBits;
    }

    private static RawStringColumn Pick(RawStringColumn column, List<int> values)
    {
        var data = new ByteBuffer();
        var offsets = new int[values.Count + 1];
        for (var i = 0; i < values.Count; i++)
        {
            data.Bytes(column[values[i]]);
            offsets[i + 1] = data.Length;
        }

        return new RawStringColumn { Rows = values.Count, Data = data.ToArray(), Offsets = offsets };
    }
}

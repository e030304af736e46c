using System.Collections.Concurrent;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Matching;

/// <summary>
/// Tells by the digits alone whether a message has a word with digits: the template shows where such a word stands, and which of the
/// message's digits are its own. No message is put together.
/// </summary>
internal sealed class TokenDigits
{
    /// <summary>Digits of a message that are read without asking for memory.</summary>
    private const int ManyDigits = 512;

    private readonly byte[] _masked;
    private readonly byte[] _digits;
    private readonly ConcurrentDictionary<TemplateDictionary, int[]?[]> _places = new(ReferenceEqualityComparer.Instance);

    public TokenDigits(byte[] token)
    {
        _masked = DigitMask.Of(token);
        _digits = [.. token.Where(character => char.IsAsciiDigit((char)character))];
    }

    /// <summary>Takes away the values, each of which has a template with such a word, whose digits are others.</summary>
    public void Narrow(TemplateColumn column, Bits found)
    {
        var values = new int[found.Count()];
        found.CopyRows(values);
        var places = PlacesFor(column);
        Span<byte> room = stackalloc byte[ManyDigits];
        foreach (var value in values)
        {
            var number = column.Numbers[value];
            var count = column.Dictionary[number].Digits;
            var digits = count <= ManyDigits ? room[..count] : new byte[count];
            column.ReadDigits(value, digits);
            if (!IsAtOneOf(digits, places[number] ??= FindIn(column.Dictionary.TextOf(number))))
            {
                found.Clear(value);
            }
        }
    }

    private bool IsAtOneOf(ReadOnlySpan<byte> digits, int[] places)
    {
        foreach (var place in places)
        {
            if (digits.Slice(place, _digits.Length).SequenceEqual(_digits))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is known by template, with room for those of a column. What another thread finds meanwhile may be found twice.</summary>
    private int[]?[] PlacesFor(TemplateColumn column)
    {
        var known = _places.GetValueOrDefault(column.Dictionary, []);
        if (column.HighestNumber >= known.Length)
        {
            Array.Resize(ref known, Math.Max(column.HighestNumber + 1, known.Length * 2));
            _places[column.Dictionary] = known;
        }

        return known;
    }

    /// <summary>For each time that the word stands in a template, how many digits stand before it.</summary>
    private int[] FindIn(ReadOnlySpan<byte> template)
    {
        var text = FoldedText.Fold(template);
        var places = new List<int>();
        var tokenizer = new StandardTokenizer(text);
        while (tokenizer.MoveNext())
        {
            if (tokenizer.Current.SequenceEqual(_masked))
            {
                places.Add(CountDigits(text.AsSpan(0, tokenizer.Start)));
            }
        }

        return [.. places];
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var character in text)
        {
            count += char.IsAsciiDigit((char)character) ? 1 : 0;
        }

        return count;
    }
}

using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Text;

/// <summary>
/// Finds the values that contain a word: a vectorised search for its bytes in the whole block's lower-case text, then a look at what
/// stands around each hit.
/// </summary>
internal static class TokenSearch
{
    /// <summary>The value numbers that have the word.</summary>
    public static Bits Find(RawStringColumn column, ReadOnlySpan<byte> token)
    {
        var text = column.Folded;
        var values = new Bits(text.Offsets.Length - 1);
        var end = text.Offsets[^1];
        var value = 0;
        for (var at = 0; at < end;)
        {
            var hit = text.Data.AsSpan(at, end - at).IndexOf(token);
            if (hit < 0)
            {
                break;
            }

            at += hit;
            value = ValueAt(text.Offsets, value, at);
            if (!IsWord(text, value, at, token))
            {
                at++;
                continue;
            }

            values.Set(value);
            at = text.Offsets[value + 1];
        }

        return values;
    }

    /// <summary>The value that a position lies in, at or after a value known to start before it.</summary>
    public static int ValueAt(int[] offsets, int from, int position)
    {
        var step = 1;
        while (from + step < offsets.Length && offsets[from + step] <= position)
        {
            from += step;
            step *= 2;
        }

        var index = Array.BinarySearch(offsets, from, Math.Min(step + 1, offsets.Length - from), position);
        if (index < 0)
        {
            return ~index - 1;
        }

        // Empty values share their offset with the next one; the position belongs to the last of them.
        while (index + 1 < offsets.Length && offsets[index + 1] == position)
        {
            index++;
        }

        return index;
    }

    private static bool IsWord(FoldedText text, int value, int at, ReadOnlySpan<byte> token)
    {
        var (start, end) = (text.Offsets[value], text.Offsets[value + 1]);
        if (at + token.Length > end)
        {
            return false;
        }

        var before = at == start ? CharClass.Other : ClassOf(text.Data[at - 1]);
        var after = at + token.Length == end ? CharClass.Other : ClassOf(text.Data[at + token.Length]);
        if (before == CharClass.Other && after == CharClass.Other)
        {
            return true;
        }

        return !Continues(before) && !Continues(after) && HasToken(text[value], token);
    }

    /// <summary>The class of an ASCII byte; bytes of other characters need the tokenizer's whole view.</summary>
    private static CharClass ClassOf(byte value) => value < 0x80 ? CharClasses.OfAscii(value) : CharClass.Extend;

    private static bool Continues(CharClass type) => type is CharClass.Letter or CharClass.Digit or CharClass.ExtendNumLet;

    private static bool HasToken(ReadOnlySpan<byte> value, ReadOnlySpan<byte> token)
    {
        var tokenizer = new StandardTokenizer(value);
        while (tokenizer.MoveNext())
        {
            if (tokenizer.Current.SequenceEqual(token))
            {
                return true;
            }
        }

        return false;
    }
}

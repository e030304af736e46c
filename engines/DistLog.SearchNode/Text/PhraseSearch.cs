using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Text;

/// <summary>Words that follow one another.</summary>
/// <param name="Tokens">The words, at least one.</param>
/// <param name="LastIsPrefix">The last one may be the start of a longer word.</param>
/// <param name="Slop">How many positions the words may be out of place, all together.</param>
internal sealed record Phrase(IReadOnlyList<byte[]> Tokens, bool LastIsPrefix = false, int Slop = 0)
{
    /// <summary>The longest word that must stand there whole: the one to search for first. Null where only a prefix is given.</summary>
    public byte[]? Anchor => (LastIsPrefix ? Tokens.Take(Tokens.Count - 1) : Tokens).MaxBy(token => token.Length);
}

/// <summary>Finds the values that contain a phrase: those that have its longest word are looked at word by word.</summary>
internal static class PhraseSearch
{
    public static Bits Find(RawStringColumn column, Phrase phrase)
    {
        var text = column.Folded;
        var candidates = phrase.Anchor is { } anchor ? TokenSearch.Find(column, anchor) : Bits.All(text.Offsets.Length - 1);
        if (phrase.Tokens.Count == 1 && !phrase.LastIsPrefix)
        {
            return candidates;
        }

        var rows = new int[candidates.Count()];
        candidates.CopyRows(rows);
        var words = new List<(int Start, int Length)>();
        foreach (var value in rows)
        {
            if (!Contains(text[value], phrase, words))
            {
                candidates.Clear(value);
            }
        }

        return candidates;
    }

    private static bool Contains(ReadOnlySpan<byte> value, Phrase phrase, List<(int Start, int Length)> words)
    {
        words.Clear();
        var tokenizer = new StandardTokenizer(value);
        while (tokenizer.MoveNext())
        {
            words.Add((tokenizer.Start, tokenizer.Length));
        }

        for (var first = 0; first < words.Count; first++)
        {
            if (Follows(value, phrase, words, 0, first, phrase.Slop))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the phrase's words from <paramref name="token"/> on stand from <paramref name="position"/> on, with gaps of at most the slop in sum.</summary>
    private static bool Follows(ReadOnlySpan<byte> value, Phrase phrase, List<(int Start, int Length)> words, int token, int position, int slop)
    {
        if (position >= words.Count || !IsToken(value.Slice(words[position].Start, words[position].Length), phrase, token))
        {
            return false;
        }

        if (token == phrase.Tokens.Count - 1)
        {
            return true;
        }

        for (var gap = 0; gap <= slop && position + 1 + gap < words.Count; gap++)
        {
            if (Follows(value, phrase, words, token + 1, position + 1 + gap, slop - gap))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsToken(ReadOnlySpan<byte> word, Phrase phrase, int token) =>
        phrase.LastIsPrefix && token == phrase.Tokens.Count - 1
            ? word.StartsWith(phrase.Tokens[token])
            : word.SequenceEqual(phrase.Tokens[token]);
}

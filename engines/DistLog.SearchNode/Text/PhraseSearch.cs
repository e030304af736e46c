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

    /// <summary>Whether a word of a text can stand for the phrase's word of this number.</summary>
    public bool Matches(int token, ReadOnlySpan<byte> word) =>
        LastIsPrefix && token == Tokens.Count - 1 ? word.StartsWith(Tokens[token]) : word.SequenceEqual(Tokens[token]);
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
        if (phrase.Slop > 0)
        {
            return SloppyPhrase.Occurs(SloppyPhrase.Positions(value, phrase), phrase.Slop);
        }

        words.Clear();
        var tokenizer = new StandardTokenizer(value);
        while (tokenizer.MoveNext())
        {
            words.Add((tokenizer.Start, tokenizer.Length));
        }

        for (var first = 0; first + phrase.Tokens.Count <= words.Count; first++)
        {
            if (StandsAt(value, phrase, words, first))
            {
                return true;
            }
        }

        return false;
    }

    private static bool StandsAt(ReadOnlySpan<byte> value, Phrase phrase, List<(int Start, int Length)> words, int first)
    {
        for (var token = 0; token < phrase.Tokens.Count; token++)
        {
            var (start, length) = words[first + token];
            if (!phrase.Matches(token, value.Slice(start, length)))
            {
                return false;
            }
        }

        return true;
    }
}

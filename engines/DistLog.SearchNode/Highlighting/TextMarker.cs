using System.Text;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Highlighting;

/// <summary>A stretch of a text that is to be marked, in characters; its word is what it counts as when pieces are rated.</summary>
internal readonly record struct Span(int Start, int End, string Word);

/// <summary>Finds in a text the words and phrases that a query looks for.</summary>
internal sealed class TextMarker(IReadOnlyList<StringPredicate> words, IReadOnlyList<Phrase> phrases, bool isText)
{
    private const int FarSlop = 50;

    /// <summary>The stretches in order; none overlaps another.</summary>
    public List<Span> Mark(string text)
    {
        if (!isText)
        {
            var whole = Encoding.UTF8.GetBytes(text);
            return words.Any(word => word(whole)) ? [new Span(0, text.Length, text)] : [];
        }

        var tokens = Tokens(text);
        var spans = new List<Span>();
        foreach (var token in tokens.Where(token => words.Any(word => word(token.Word))))
        {
            spans.Add(new Span(token.Start, token.End, Encoding.UTF8.GetString(token.Word)));
        }

        foreach (var phrase in phrases)
        {
            AddPhrase(phrase, tokens, spans);
        }

        return Merge(spans);
    }

    private static void AddPhrase(Phrase phrase, List<Token> tokens, List<Span> spans)
    {
        if (phrase.Slop > 0)
        {
            AddSloppy(phrase, tokens, spans);
            return;
        }

        for (var first = 0; first + phrase.Tokens.Count <= tokens.Count; first++)
        {
            if (Enumerable.Range(0, phrase.Tokens.Count).All(i => phrase.Matches(i, tokens[first + i].Word)))
            {
                spans.Add(new Span(tokens[first].Start, tokens[first + phrase.Tokens.Count - 1].End, string.Join(' ', phrase.Tokens.Select(Encoding.UTF8.GetString))));
            }
        }
    }

    /// <summary>Words that may lie apart are marked one by one.</summary>
    private static void AddSloppy(Phrase phrase, List<Token> tokens, List<Span> spans)
    {
        // Where they may lie very far apart, one look at the whole text tells as much.
        var isFar = phrase.Slop > FarSlop;
        var reach = isFar ? tokens.Count : phrase.Tokens.Count + phrase.Slop;
        for (var first = 0; first < (isFar ? Math.Min(1, tokens.Count) : tokens.Count); first++)
        {
            var window = tokens.GetRange(first, Math.Min(reach, tokens.Count - first));
            if (!Occurs(phrase, window))
            {
                continue;
            }

            spans.AddRange(window.Where(token => Enumerable.Range(0, phrase.Tokens.Count).Any(i => phrase.Matches(i, token.Word))).Select(token => new Span(token.Start, token.End, Encoding.UTF8.GetString(token.Word))));
        }
    }

    private static bool Occurs(Phrase phrase, List<Token> window)
    {
        var displacements = Enumerable.Range(0, phrase.Tokens.Count)
            .Select(i => window.Select((token, position) => (token, position)).Where(place => phrase.Matches(i, place.token.Word)).Select(place => place.position - i).ToList());
        return SloppyPhrase.Occurs([.. displacements], phrase.Slop);
    }

    private static List<Span> Merge(List<Span> spans)
    {
        var merged = new List<Span>();
        foreach (var span in spans.OrderBy(span => span.Start).ThenByDescending(span => span.End))
        {
            if (merged.Count > 0 && span.Start < merged[^1].End)
            {
                merged[^1] = merged[^1] with { End = Math.Max(merged[^1].End, span.End) };
            }
            else
            {
                merged.Add(span);
            }
        }

        return merged;
    }

    private static List<Token> Tokens(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var tokens = new List<Token>();
        var tokenizer = new StandardTokenizer(bytes);
        var (at, character) = (0, 0);
        while (tokenizer.MoveNext())
        {
            // Each character is counted once on the way through the text.
            character += Encoding.UTF8.GetCharCount(bytes, at, tokenizer.Start - at);
            var end = character + Encoding.UTF8.GetCharCount(tokenizer.Current);
            tokens.Add(new Token(character, end, FoldedText.Fold(tokenizer.Current)));
            (at, character) = (tokenizer.Start + tokenizer.Length, end);
        }

        return tokens;
    }

    private readonly record struct Token(int Start, int End, byte[] Word);
}

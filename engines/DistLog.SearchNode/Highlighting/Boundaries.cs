namespace DistLog.SearchNode.Highlighting;

/// <summary>Where a text can be cut: between sentences and, in those that are too long, between words.</summary>
internal static class Boundaries
{
    /// <summary>
    /// The piece around a position: from the start of its sentence as many whole sentences as fit the size; of a sentence that doesn't fit,
    /// the part that has the position, cut at the first word boundary past the size.
    /// </summary>
    public static (int Start, int End) Window(string text, int position, int size, bool byWord)
    {
        if (byWord)
        {
            return (WordStart(text, position), WordEnd(text, position + 1));
        }

        var start = SentenceStart(text, position);
        var end = start;
        for (var next = SentenceEnd(text, start); next - start <= size; next = SentenceEnd(text, next))
        {
            end = next;
            if (next >= text.Length)
            {
                break;
            }
        }

        while (end <= position && end < text.Length)
        {
            start = end;
            end = Math.Min(WordEnd(text, start + Math.Max(1, size)), SentenceEnd(text, start));
        }

        return (start, end);
    }

    private static int SentenceStart(string text, int position)
    {
        for (var at = position; at > 0; at--)
        {
            if (IsSentenceBreak(text, at))
            {
                return at;
            }
        }

        return 0;
    }

    private static int SentenceEnd(string text, int start)
    {
        for (var at = start + 1; at < text.Length; at++)
        {
            if (IsSentenceBreak(text, at))
            {
                return at;
            }
        }

        return text.Length;
    }

    /// <summary>A sentence begins after a line break, after ! or ? and space, and after a full stop and space unless a small letter follows.</summary>
    private static bool IsSentenceBreak(string text, int at)
    {
        if (text[at - 1] is '\n' or '\r' or '\u2028' or '\u2029')
        {
            return text[at] != '\n' || text[at - 1] != '\r';
        }

        if (!char.IsWhiteSpace(text[at - 1]) || char.IsWhiteSpace(text[at]))
        {
            return false;
        }

        var end = at - 1;
        while (end > 0 && (char.IsWhiteSpace(text[end]) || text[end] is '"' or '\'' or ')' or ']' or '}'))
        {
            end--;
        }

        return text[end] is '!' or '?' || (text[end] is '.' && !char.IsLower(text[at]));
    }

    private static int WordStart(string text, int position)
    {
        while (position > 0 && IsInWord(text, position))
        {
            position--;
        }

        return position;
    }

    private static int WordEnd(string text, int position)
    {
        while (position < text.Length && IsInWord(text, position))
        {
            position++;
        }

        return Math.Min(position, text.Length);
    }

    /// <summary>True where a cut before the character would part a word.</summary>
    private static bool IsInWord(string text, int at) => char.IsLetterOrDigit(text[at]) && char.IsLetterOrDigit(text[at - 1]);
}

using System.Text;

namespace DistLog.Console.Text;

/// <summary>Makes characters visible that a page would swallow or obey: controls, direction overrides, broken surrogates.</summary>
/// <remarks>
/// Escaping markup is the renderer's work. This one keeps a log line from hiding its content: an escape sequence, a null,
/// a backspace, or a right-to-left override that makes <c>gpj.exe</c> read as <c>exe.jpg</c>.
/// </remarks>
internal static class VisibleText
{
    /// <summary>The text with what is invisible made visible, cut to a number of UTF-16 units.</summary>
    public static string Of(string? text, int limit = int.MaxValue)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var shown = text.AsSpan(0, CutAt(text, limit));
        return NeedsWork(shown) || shown.Length < text.Length ? Rewrite(shown, text.Length) : text;
    }

    private static int CutAt(string text, int limit) =>
        text.Length <= limit ? text.Length : char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit;

    private static bool NeedsWork(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (IsHidden(character) || char.IsSurrogate(character))
            {
                return true;
            }
        }

        return false;
    }

    private static string Rewrite(ReadOnlySpan<char> text, int wholeLength)
    {
        var result = new StringBuilder(text.Length + 32);
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                result.Append(text[at]).Append(text[++at]);
            }
            else
            {
                Append(result, text[at]);
            }
        }

        return text.Length == wholeLength
            ? result.ToString()
            : result.Append(System.Globalization.CultureInfo.InvariantCulture, $"… ({wholeLength:N0} characters)").ToString();
    }

    private static void Append(StringBuilder result, char character)
    {
        if (char.IsSurrogate(character))
        {
            result.Append('\uFFFD');
        }
        else if (character < ' ' && IsHidden(character))
        {
            // The Unicode pictures of the C0 controls stand in their order.
            result.Append((char)('\u2400' + character));
        }
        else if (IsHidden(character))
        {
            result.Append(System.Globalization.CultureInfo.InvariantCulture, $"⟨U+{(int)character:X4}⟩");
        }
        else
        {
            result.Append(character);
        }
    }

    private static bool IsHidden(char character) => character switch
    {
        '\t' or '\n' => false,
        < ' ' => true,
        >= '\u007F' and <= '\u009F' => true,
        // Direction marks, embeddings, overrides and isolates; zero-width space and joiner outside of emoji are left.
        '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => true,
        '\u2028' or '\u2029' or '\uFEFF' => true,
        _ => false,
    };
}

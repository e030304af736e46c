namespace DistLog.Alerting.Logs;

/// <summary>Turns a message into its pattern: what varies (numbers, UUIDs, hexadecimal ids) becomes <c>#</c>.</summary>
/// <remarks>
/// One pass: the text is cut into runs of letters and digits (a hyphen between hexadecimal groups belongs to the run, which
/// keeps UUIDs whole); a run that holds a digit and is hexadecimal or long is masked entirely, otherwise only its digits are.
/// </remarks>
internal static class MessageMask
{
    // Enough to tell messages apart; what follows varies more than it tells.
    private const int MaxLength = 256;

    // A shorter run with a digit, such as "v2a" or "ab12", may be a word with a number in it.
    private const int MinHexLength = 8;

    public static string Mask(string message)
    {
        var text = message.AsSpan(0, Math.Min(message.Length, MaxLength));
        Span<char> pattern = stackalloc char[MaxLength];
        var length = 0;
        for (var at = 0; at < text.Length;)
        {
            var run = RunLength(text[at..]);
            length += run == 0 ? Copy(text.Slice(at, 1), pattern[length..]) : MaskRun(text.Slice(at, run), pattern[length..]);
            at += Math.Max(run, 1);
        }

        return new string(pattern[..length]);
    }

    private static int RunLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || IsInnerHyphen(text, length)))
        {
            length++;
        }

        return length;
    }

    private static bool IsInnerHyphen(ReadOnlySpan<char> text, int at) =>
        text[at] == '-' && at > 0 && at + 1 < text.Length && char.IsAsciiHexDigit(text[at - 1]) && char.IsAsciiHexDigit(text[at + 1]);

    private static int MaskRun(ReadOnlySpan<char> run, Span<char> pattern)
    {
        if (!run.ContainsAnyInRange('0', '9'))
        {
            return Copy(run, pattern);
        }

        return run.Length >= MinHexLength && IsHex(run) ? Copy("#", pattern) : MaskDigits(run, pattern);
    }

    private static bool IsHex(ReadOnlySpan<char> run)
    {
        foreach (var character in run)
        {
            if (character != '-' && !char.IsAsciiHexDigit(character))
            {
                return false;
            }
        }

        return true;
    }

    private static int MaskDigits(ReadOnlySpan<char> run, Span<char> pattern)
    {
        var length = 0;
        for (var at = 0; at < run.Length; at++)
        {
            if (!char.IsAsciiDigit(run[at]))
            {
                pattern[length++] = run[at];
            }
            else if (at == 0 || !char.IsAsciiDigit(run[at - 1]))
            {
                pattern[length++] = '#';
            }
        }

        return length;
    }

    private static int Copy(ReadOnlySpan<char> source, Span<char> target)
    {
        source.CopyTo(target);
        return source.Length;
    }
}

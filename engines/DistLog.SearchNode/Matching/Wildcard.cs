using System.Text;

namespace DistLog.SearchNode.Matching;

/// <summary>
/// A pattern with <c>*</c> (any run), <c>?</c> (any one character) and <c>\</c> (the next as it is). Matching goes back only to the last
/// star, so it takes at most pattern × value steps and no stack.
/// </summary>
internal sealed class Wildcard
{
    private const int AnyRun = -1;
    private const int AnyOne = -2;

    private readonly int[] _runes;
    private readonly bool _ignoreCase;
    private readonly byte[]? _infix;

    public Wildcard(string pattern, bool ignoreCase = false)
    {
        _ignoreCase = ignoreCase;
        _runes = Parse(ignoreCase ? pattern.ToLowerInvariant() : pattern);
        // *text* is what people mostly ask for; it is a plain search.
        if (!ignoreCase && _runes.Length > 2 && _runes[0] == AnyRun && _runes[^1] == AnyRun && !_runes.AsSpan(1, _runes.Length - 2).ContainsAny(AnyRun, AnyOne))
        {
            _infix = Encoding.UTF8.GetBytes(string.Concat(_runes[1..^1].Select(rune => new Rune(rune).ToString())));
        }
    }

    public bool Matches(ReadOnlySpan<byte> value)
    {
        if (_infix is not null)
        {
            return value.IndexOf(_infix) >= 0;
        }

        int p = 0, at = 0, star = -1, mark = 0;
        while (at < value.Length)
        {
            Rune.DecodeFromUtf8(value[at..], out var rune, out var length);
            if (p < _runes.Length && _runes[p] == AnyRun)
            {
                star = p++;
                mark = at;
            }
            else if (p < _runes.Length && (_runes[p] == AnyOne || _runes[p] == Fold(rune)))
            {
                p++;
                at += length;
            }
            else if (star >= 0)
            {
                p = star + 1;
                Rune.DecodeFromUtf8(value[mark..], out _, out var skipped);
                mark += skipped;
                at = mark;
            }
            else
            {
                return false;
            }
        }

        return _runes.AsSpan(p).IndexOfAnyExcept(AnyRun) < 0;
    }

    private int Fold(Rune rune) => _ignoreCase ? Rune.ToLowerInvariant(rune).Value : rune.Value;

    private static int[] Parse(string pattern)
    {
        var runes = new List<int>();
        var escaped = false;
        foreach (var rune in pattern.EnumerateRunes())
        {
            if (!escaped && rune.Value == '\\')
            {
                escaped = true;
                continue;
            }

            var wild = escaped ? rune.Value : rune.Value switch { '*' => AnyRun, '?' => AnyOne, var other => other };
            if (wild != AnyRun || runes.Count == 0 || runes[^1] != AnyRun)
            {
                runes.Add(wild);
            }

            escaped = false;
        }

        if (escaped)
        {
            runes.Add('\\');
        }

        return [.. runes];
    }
}

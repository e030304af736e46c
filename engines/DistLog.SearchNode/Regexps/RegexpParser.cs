using System.Text;

namespace DistLog.SearchNode.Regexps;

/// <summary>
/// Reads Lucene's regular expressions: <c>. ? * + {n,m} | ( ) [ ] "…" \</c>, the classes <c>\d \w \s</c>, and, where they are allowed,
/// <c>~ &amp; @ # &lt;n-m&gt;</c>. A pattern always stands for whole values, so there are no anchors.
/// </summary>
internal sealed class RegexpParser
{
    private const int DepthLimit = 100;

    /// <summary>The largest count of a repetition: the same automaton would be refused for its size.</summary>
    private const int RepeatLimit = 1000;

    private readonly int[] _text;
    private readonly RegexpSyntax _syntax;
    private readonly bool _ignoreCase;
    private int _at;
    private int _depth;

    private RegexpParser(string pattern, RegexpSyntax syntax, bool ignoreCase) =>
        (_text, _syntax, _ignoreCase) = ([.. pattern.EnumerateRunes().Select(rune => rune.Value)], syntax, ignoreCase);

    /// <exception cref="FormatException">The pattern isn't one.</exception>
    public static RegexpNode Parse(string pattern, RegexpSyntax syntax, bool ignoreCase)
    {
        var parser = new RegexpParser(pattern, syntax, ignoreCase);
        if (parser._text.Length == 0)
        {
            return RegexpNode.Nothing;
        }

        var node = parser.Union();
        return parser.More ? throw parser.Wrong("end-of-string expected") : node;
    }

    private bool More => _at < _text.Length;

    private RegexpNode Union()
    {
        if (++_depth > DepthLimit)
        {
            throw new FormatException($"the expression nests deeper than {DepthLimit}");
        }

        var parts = new List<RegexpNode> { Intersection() };
        while (Take('|'))
        {
            parts.Add(Intersection());
        }

        _depth--;
        return parts.Count == 1 ? parts[0] : new UnionNode(parts);
    }

    private RegexpNode Intersection()
    {
        var parts = new List<RegexpNode> { Concat() };
        while (Allows(RegexpSyntax.Intersection) && Take('&'))
        {
            parts.Add(Concat());
        }

        return parts.Count == 1 ? parts[0] : new IntersectionNode(parts);
    }

    private RegexpNode Concat()
    {
        var parts = new List<RegexpNode> { Repeat() };
        while (More && !Peek(')') && !Peek('|') && !(Allows(RegexpSyntax.Intersection) && Peek('&')))
        {
            parts.Add(Repeat());
        }

        return parts.Count == 1 ? parts[0] : new ConcatNode(parts);
    }

    private RegexpNode Repeat()
    {
        var node = Complement();
        while (More)
        {
            if (Take('?'))
            {
                node = new RepeatNode(node, 0, 1);
            }
            else if (Take('*'))
            {
                node = new RepeatNode(node, 0, null);
            }
            else if (Take('+'))
            {
                node = new RepeatNode(node, 1, null);
            }
            else if (Take('{'))
            {
                node = Counted(node);
            }
            else
            {
                break;
            }
        }

        return node;
    }

    private RepeatNode Counted(RegexpNode node)
    {
        var least = Number();
        int? most = least;
        if (Take(','))
        {
            most = More && !Peek('}') ? Number() : null;
        }

        if (!Take('}'))
        {
            throw Wrong("expected '}'");
        }

        return most < least ? throw Wrong($"invalid repetition range(out of order): {least}..{most}") : new RepeatNode(node, least, most);
    }

    private int Number()
    {
        var (start, number) = (_at, 0L);
        while (More && _text[_at] is >= '0' and <= '9')
        {
            number = Math.Min((number * 10) + (_text[_at++] - '0'), int.MaxValue);
        }

        if (_at == start)
        {
            throw Wrong("integer expected");
        }

        return number <= RepeatLimit ? (int)number : throw new FormatException($"a repetition of {number} is more than {RepeatLimit}");
    }

    private RegexpNode Complement()
    {
        var not = false;
        while (Allows(RegexpSyntax.Complement) && Take('~'))
        {
            not = !not;
        }

        var node = Take('[') ? Class() : Simple();
        return not ? new ComplementNode(node) : node;
    }

    private CharsNode Class()
    {
        var invert = Take('^');
        var ranges = new List<CharRange>();
        do
        {
            ranges.AddRange(ClassPart());
        }
        while (More && !Peek(']'));
        if (!Take(']'))
        {
            throw Wrong("expected ']'");
        }

        var node = new CharsNode(ranges);
        return invert ? node.Inverted() : node;
    }

    private IReadOnlyList<CharRange> ClassPart()
    {
        if (Predefined() is { } predefined)
        {
            return predefined.Ranges;
        }

        var low = Character();
        if (!Take('-'))
        {
            return Cases(low, low);
        }

        var high = Character();
        return low <= high ? Cases(low, high) : throw Wrong($"invalid range: from ({low}) cannot be > to ({high})");
    }

    private RegexpNode Simple()
    {
        if (Take('.'))
        {
            return RegexpNode.Any;
        }

        if (Allows(RegexpSyntax.Empty) && Take('#'))
        {
            return new CharsNode([]);
        }

        if (Allows(RegexpSyntax.AnyString) && Take('@'))
        {
            return new RepeatNode(RegexpNode.Any, 0, null);
        }

        if (Take('"'))
        {
            return Quoted();
        }

        if (Take('('))
        {
            return Group();
        }

        if (Allows(RegexpSyntax.Interval) && Take('<'))
        {
            return Interval();
        }

        return Predefined() ?? Literal(Character());
    }

    private RegexpNode Group()
    {
        if (Take(')'))
        {
            return RegexpNode.Nothing;
        }

        var node = Union();
        return Take(')') ? node : throw Wrong("expected ')'");
    }

    private ConcatNode Quoted()
    {
        var parts = new List<RegexpNode>();
        while (More && !Peek('"'))
        {
            parts.Add(Literal(_text[_at++]));
        }

        return Take('"') ? new ConcatNode(parts) : throw Wrong("expected '\"'");
    }

    private RegexpNode Interval()
    {
        var end = Array.IndexOf(_text, '>', _at);
        if (end < 0)
        {
            throw Wrong("expected '>'");
        }

        var text = string.Concat(_text[_at..end].Select(rune => char.ConvertFromUtf32(rune)));
        _at = end + 1;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && text.IndexOf('-', dash + 1) < 0 && NumberInterval.Of(text[..dash], text[(dash + 1)..]) is { } interval
            ? interval
            : throw Wrong("interval syntax error");
    }

    /// <summary><c>\d</c> and its kin; null where something else stands there.</summary>
    private CharsNode? Predefined()
    {
        if (!Peek('\\') || _at + 1 >= _text.Length)
        {
            return null;
        }

        CharsNode? node = _text[_at + 1] switch
        {
            'd' or 'D' => new CharsNode([new('0', '9')]),
            'w' or 'W' => new CharsNode([new('a', 'z'), new('A', 'Z'), new('0', '9'), new('_', '_')]),
            's' or 'S' => new CharsNode([new(' ', ' '), new('\t', '\t'), new('\n', '\n'), new('\r', '\r')]),
            _ => null,
        };
        if (node is null)
        {
            return null;
        }

        var inverted = _text[_at + 1] is 'D' or 'W' or 'S';
        _at += 2;
        return inverted ? node.Inverted() : node;
    }

    private CharsNode Literal(int character) => new(Cases(character, character));

    /// <summary>The range, and where case doesn't matter, the same letters in the other case.</summary>
    private List<CharRange> Cases(int low, int high)
    {
        var ranges = new List<CharRange> { new(low, high) };
        if (!_ignoreCase)
        {
            return ranges;
        }

        if (low == high && Rune.IsValid(low))
        {
            var (lower, upper) = (Rune.ToLowerInvariant(new Rune(low)).Value, Rune.ToUpperInvariant(new Rune(low)).Value);
            ranges.AddRange([new(lower, lower), new(upper, upper)]);
            return ranges;
        }

        AddOtherCase(ranges, Math.Max(low, 'a'), Math.Min(high, 'z'), 'A' - 'a');
        AddOtherCase(ranges, Math.Max(low, 'A'), Math.Min(high, 'Z'), 'a' - 'A');
        return ranges;
    }

    private static void AddOtherCase(List<CharRange> ranges, int low, int high, int shift)
    {
        if (low <= high)
        {
            ranges.Add(new CharRange(low + shift, high + shift));
        }
    }

    private int Character()
    {
        Take('\\');
        return More ? _text[_at++] : throw new FormatException("unexpected end-of-string");
    }

    private bool Allows(RegexpSyntax syntax) => (_syntax & syntax) != 0;

    private bool Peek(char symbol) => More && _text[_at] == symbol;

    private bool Take(char symbol)
    {
        if (!Peek(symbol))
        {
            return false;
        }

        _at++;
        return true;
    }

    private FormatException Wrong(string why) => new($"{why} at position {_at}");
}

namespace DistLog.SearchNode.Regexps;

/// <summary>A part of a parsed pattern.</summary>
internal abstract record RegexpNode
{
    /// <summary>The empty string.</summary>
    public static RegexpNode Nothing { get; } = new ConcatNode([]);

    /// <summary>Any character.</summary>
    public static CharsNode Any { get; } = new([new CharRange(0, CharRange.Last)]);
}

/// <summary>Characters from one to another, both included.</summary>
internal readonly record struct CharRange(int Low, int High)
{
    /// <summary>The last character of Unicode.</summary>
    public const int Last = 0x10FFFF;
}

/// <summary>One character of a set; no range at all matches nothing.</summary>
internal sealed record CharsNode(IReadOnlyList<CharRange> Ranges) : RegexpNode
{
    public CharsNode Inverted()
    {
        var result = new List<CharRange>();
        var next = 0;
        foreach (var range in Ranges.OrderBy(range => range.Low))
        {
            if (range.Low > next)
            {
                result.Add(new CharRange(next, range.Low - 1));
            }

            next = Math.Max(next, range.High + 1);
        }

        if (next <= CharRange.Last)
        {
            result.Add(new CharRange(next, CharRange.Last));
        }

        return new CharsNode(result);
    }
}

/// <summary>One after another.</summary>
internal sealed record ConcatNode(IReadOnlyList<RegexpNode> Parts) : RegexpNode;

/// <summary>Any of several.</summary>
internal sealed record UnionNode(IReadOnlyList<RegexpNode> Parts) : RegexpNode;

/// <summary>All of several at once.</summary>
internal sealed record IntersectionNode(IReadOnlyList<RegexpNode> Parts) : RegexpNode;

/// <summary>Everything else.</summary>
internal sealed record ComplementNode(RegexpNode Inner) : RegexpNode;

/// <summary>Repeated from so many times to so many, or without end.</summary>
internal sealed record RepeatNode(RegexpNode Inner, int Least, int? Most) : RegexpNode;

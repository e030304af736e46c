namespace DistLog.SearchNode.Regexps;

/// <summary>
/// Makes terms in a normal form and takes their derivatives: what may follow a character in the strings of a language. (Brzozowski,
/// "Derivatives of Regular Expressions", 1964.) The derivatives are the states of the automaton; the normal form keeps them few.
/// </summary>
internal sealed class LanguageAlgebra
{
    private readonly Dictionary<string, Language> _terms = new(StringComparer.Ordinal);
    private readonly Alphabet _alphabet;

    public LanguageAlgebra(Alphabet alphabet)
    {
        _alphabet = alphabet;
        Nothing = Make("0", LanguageKind.Nothing, hasEmpty: false, []);
        Empty = Make("1", LanguageKind.Empty, hasEmpty: true, []);
        Everything = Repeat(Chars(alphabet.Classes([new CharRange(0, CharRange.Last)])), 0, null);
    }

    public Language Nothing { get; }

    public Language Empty { get; }

    /// <summary>All strings.</summary>
    public Language Everything { get; }

    /// <summary>Characters of all terms' keys; what bounds the memory of an automaton.</summary>
    public long Size { get; private set; }

    /// <summary>How many parts of unions and intersections were looked at; what bounds the time that an automaton takes to make.</summary>
    public int Effort { get; private set; }

    public Language Of(RegexpNode node) => node switch
    {
        CharsNode chars => Chars(_alphabet.Classes(chars.Ranges)),
        ConcatNode concat => concat.Parts.Reverse().Aggregate(Empty, (rest, part) => Concat(Of(part), rest)),
        UnionNode union => Union(union.Parts.Select(Of)),
        IntersectionNode intersection => Intersection(intersection.Parts.Select(Of)),
        ComplementNode complement => Complement(Of(complement.Inner)),
        RepeatNode repeat => Repeat(Of(repeat.Inner), repeat.Least, repeat.Most),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    /// <summary>What may follow a character of this class.</summary>
    public Language Derive(Language of, int character) => of.Kind switch
    {
        LanguageKind.Chars => of.Set![character] ? Empty : Nothing,
        LanguageKind.Concat when of.Parts[0].HasEmpty => Union([Concat(Derive(of.Parts[0], character), of.Parts[1]), Derive(of.Parts[1], character)]),
        LanguageKind.Concat => Concat(Derive(of.Parts[0], character), of.Parts[1]),
        LanguageKind.Union => Union(of.Parts.Select(part => Derive(part, character))),
        LanguageKind.Intersection => Intersection(of.Parts.Select(part => Derive(part, character))),
        LanguageKind.Complement => Complement(Derive(of.Parts[0], character)),
        LanguageKind.Repeat => Concat(Derive(of.Parts[0], character), Repeat(of.Parts[0], Math.Max(0, of.Least - 1), of.Most - 1)),
        _ => Nothing,
    };

    private Language Chars(ClassSet set) => set.IsEmpty ? Nothing : Intern("c" + set.Key, () => Make("c" + set.Key, LanguageKind.Chars, hasEmpty: false, [], set));

    private Language Concat(Language first, Language second)
    {
        if (first == Nothing || second == Nothing)
        {
            return Nothing;
        }

        if (first == Empty || second == Empty)
        {
            return first == Empty ? second : first;
        }

        // Always (a, (b, c)), never ((a, b), c).
        if (first.Kind == LanguageKind.Concat)
        {
            return Concat(first.Parts[0], Concat(first.Parts[1], second));
        }

        var key = $"{first.Id}.{second.Id}";
        return Intern(key, () => Make(key, LanguageKind.Concat, first.HasEmpty && second.HasEmpty, [first, second]));
    }

    private Language Union(IEnumerable<Language> parts)
    {
        var distinct = Flatten(parts, LanguageKind.Union);
        if (distinct.ContainsKey(Everything.Id))
        {
            return Everything;
        }

        distinct.Remove(Nothing.Id);
        MergeChars(distinct);
        return Combined(distinct, LanguageKind.Union, Nothing, "|");
    }

    private Language Intersection(IEnumerable<Language> parts)
    {
        var distinct = Flatten(parts, LanguageKind.Intersection);
        if (distinct.ContainsKey(Nothing.Id))
        {
            return Nothing;
        }

        distinct.Remove(Everything.Id);
        return Combined(distinct, LanguageKind.Intersection, Everything, "&");
    }

    private Language Complement(Language inner)
    {
        if (inner.Kind == LanguageKind.Complement)
        {
            return inner.Parts[0];
        }

        if (inner == Everything || inner == Nothing)
        {
            return inner == Everything ? Nothing : Everything;
        }

        return Intern($"~{inner.Id}", () => Make($"~{inner.Id}", LanguageKind.Complement, !inner.HasEmpty, [inner]));
    }

    private Language Repeat(Language inner, int least, int? most)
    {
        if (most == 0 || inner == Empty || (inner == Nothing && least == 0))
        {
            return Empty;
        }

        if (inner == Nothing || (least == 1 && most == 1))
        {
            return inner;
        }

        if (inner is { Kind: LanguageKind.Repeat, Least: 0, Most: null } && least <= 1)
        {
            return inner;
        }

        least = inner.HasEmpty ? 0 : least;
        var key = $"{inner.Id}*{least},{most}";
        return Intern(key, () => Make(key, LanguageKind.Repeat, least == 0, [inner], null, least, most));
    }

    private SortedDictionary<int, Language> Flatten(IEnumerable<Language> parts, LanguageKind kind)
    {
        var distinct = new SortedDictionary<int, Language>();
        foreach (var part in parts.SelectMany(part => part.Kind == kind ? part.Parts : [part]))
        {
            distinct[part.Id] = part;
            Effort++;
        }

        return distinct;
    }

    private void MergeChars(SortedDictionary<int, Language> parts)
    {
        var chars = parts.Values.Where(part => part.Kind == LanguageKind.Chars).ToArray();
        if (chars.Length < 2)
        {
            return;
        }

        foreach (var part in chars)
        {
            parts.Remove(part.Id);
        }

        var merged = Chars(chars.Select(part => part.Set!).Aggregate((a, b) => a.Union(b)));
        parts[merged.Id] = merged;
    }

    private Language Combined(SortedDictionary<int, Language> parts, LanguageKind kind, Language none, string symbol)
    {
        if (parts.Count < 2)
        {
            return parts.Count == 0 ? none : parts.Values.First();
        }

        var key = string.Join(symbol, parts.Keys);
        Language[] all = [.. parts.Values];
        var hasEmpty = kind == LanguageKind.Union ? all.Any(part => part.HasEmpty) : all.All(part => part.HasEmpty);
        return Intern(key, () => Make(key, kind, hasEmpty, all));
    }

    private Language Intern(string key, Func<Language> make) => _terms.TryGetValue(key, out var known) ? known : make();

    private Language Make(string key, LanguageKind kind, bool hasEmpty, IReadOnlyList<Language> parts, ClassSet? set = null, int least = 0, int? most = null)
    {
        Size += key.Length + 1;
        return _terms[key] = new Language { Id = _terms.Count, Kind = kind, HasEmpty = hasEmpty, Parts = parts, Set = set, Least = least, Most = most };
    }
}

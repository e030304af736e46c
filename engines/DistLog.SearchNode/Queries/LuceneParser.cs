using System.Globalization;
using System.Text;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Queries;

/// <summary>
/// Lucene's query syntax: <c>level:ERROR AND (timeout OR "connection refused") -debug +@timestamp:[now-1h TO now]</c>. AND, OR and NOT
/// work on the clauses beside them, as in Lucene's classic parser, without precedence.
/// </summary>
internal sealed class LuceneParser(string text, QueryStringOptions options)
{
    private const int DepthLimit = 30;

    private int _at;
    private int _depth;
    private int _clauses;

    private enum Occur
    {
        Must,
        Should,
        MustNot,
    }

    public Query Parse()
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new MatchNoneQuery();
        }

        var query = Clauses(field: null);
        SkipSpace();
        return _at < text.Length ? throw Wrong($"unexpected '{text[_at]}' at {_at}") : query;
    }

    private Query Clauses(string? field)
    {
        if (++_depth > DepthLimit)
        {
            throw Wrong($"parentheses nest deeper than {DepthLimit}");
        }

        var clauses = new List<(Query Query, Occur Occur)>();
        for (SkipSpace(); _at < text.Length && text[_at] != ')'; SkipSpace())
        {
            if (TakeWords(field) is { } words)
            {
                clauses.Add((words, options.RequireAll ? Occur.Must : Occur.Should));
                continue;
            }

            var (and, or) = Conjunction();
            SkipSpace();
            var (required, prohibited) = Modifier();
            SkipSpace();
            if (_at >= text.Length || text[_at] == ')')
            {
                throw Wrong("a clause is missing at the end");
            }

            if (clauses.Count > 0 && clauses[^1].Occur != Occur.MustNot && (and || (or && options.RequireAll)))
            {
                clauses[^1] = (clauses[^1].Query, and ? Occur.Must : Occur.Should);
            }

            var must = required || and || (options.RequireAll && !or);
            clauses.Add((Clause(field), prohibited ? Occur.MustNot : must ? Occur.Must : Occur.Should));
        }

        _depth--;
        return Combine(clauses);
    }

    /// <summary>
    /// Words side by side, with nothing between or around them, are looked for together in each of several fields; a single field finds
    /// the same by one clause a word. Null where there is no such run; nothing is taken then.
    /// </summary>
    private QueryStringTerm? TakeWords(string? field)
    {
        if (field is not null || options.Fields is [var only] && !only.Contains('*'))
        {
            return null;
        }

        var start = _at;
        var (words, end) = (new List<string>(), _at);
        while (PlainWord() is { } word)
        {
            words.Add(Unescape(word));
            end = _at;
        }

        _at = words.Count > 1 ? end : start;
        _clauses += words.Count > 1 ? words.Count : 0;
        return words.Count > 1 ? new QueryStringTerm(QueryStringTermKind.Words, null, string.Join(' ', words), options) : null;
    }

    /// <summary>A word that no operator touches; null where another thing stands.</summary>
    private string? PlainWord()
    {
        SkipSpace();
        if (_at >= text.Length || text[_at] is '+' or '-' or '!' or '/' or '>' or '<' or '&' or '|')
        {
            return null;
        }

        var word = Word();
        if (word is "" or "AND" or "OR" or "NOT" || FirstWild(word) >= 0 || (_at < text.Length && text[_at] is ':' or '^' or '~'))
        {
            return null;
        }

        var end = _at;
        SkipSpace();
        var (and, or) = Conjunction();
        _at = end;
        return and || or ? null : word;
    }

    private Query Combine(List<(Query Query, Occur Occur)> clauses)
    {
        if (clauses is [(var only, not Occur.MustNot)])
        {
            return only;
        }

        var combined = new BoolQuery { Minimum = options.MinimumShouldMatch };
        combined.Must.AddRange(clauses.Where(clause => clause.Occur == Occur.Must).Select(clause => clause.Query));
        combined.Should.AddRange(clauses.Where(clause => clause.Occur == Occur.Should).Select(clause => clause.Query));
        combined.MustNot.AddRange(clauses.Where(clause => clause.Occur == Occur.MustNot).Select(clause => clause.Query));
        return combined;
    }

    private (bool And, bool Or) Conjunction()
    {
        if (TakeWord("AND") || Take("&&"))
        {
            return (true, false);
        }

        return (false, TakeWord("OR") || Take("||"));
    }

    private (bool Required, bool Prohibited) Modifier()
    {
        if (Take("+"))
        {
            return (true, false);
        }

        return (false, TakeWord("NOT") || Take("!") || Take("-"));
    }

    private Query Clause(string? field)
    {
        if (++_clauses > QueryParser.ClauseLimit)
        {
            throw Refuse.TooManyClauses(QueryParser.ClauseLimit);
        }

        field = FieldName() ?? field;
        SkipSpace();
        if (field == "_exists_")
        {
            return Boosted(new QueryStringTerm(QueryStringTermKind.Exists, null, Unescape(Word()), options));
        }

        if (_at >= text.Length)
        {
            throw Wrong("a value is missing at the end");
        }

        return Boosted(text[_at] switch
        {
            '(' => Group(field),
            '"' => PhraseTerm(field),
            '[' or '{' => Range(field),
            '/' => Regexp(field),
            '>' or '<' => Comparison(field),
            _ => Term(field),
        });
    }

    private Query Group(string? field)
    {
        _at++;
        var group = Clauses(field);
        return Take(")") ? group : throw Wrong("a closing ) is missing");
    }

    /// <summary>A name before a colon; nothing is taken where there is none.</summary>
    private string? FieldName()
    {
        var end = _at;
        while (end < text.Length && !IsSpecial(text[end]))
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        if (end == _at || end >= text.Length || text[end] != ':')
        {
            return null;
        }

        var name = Unescape(text[_at..end]);
        _at = end + 1;
        return name;
    }

    private Query Term(string? field)
    {
        var word = Word();
        if (word.Length == 0)
        {
            throw Wrong($"unexpected '{text[_at]}' at {_at}");
        }

        if (word == "*")
        {
            return field is null or "*" ? new MatchAllQuery() : new QueryStringTerm(QueryStringTermKind.Exists, null, field, options);
        }

        var firstWild = FirstWild(word);
        if (firstWild == 0 && !options.AllowLeadingWildcard)
        {
            throw Wrong("'*' or '?' not allowed as first character in WildcardQuery");
        }

        if (firstWild < 0 && Take("~"))
        {
            return new QueryStringTerm(QueryStringTermKind.Fuzzy, field, Unescape(word), options) { Fuzziness = Edits(word) };
        }

        if (firstWild < 0)
        {
            return new QueryStringTerm(QueryStringTermKind.Words, field, Unescape(word), options);
        }

        return firstWild == word.Length - 1 && word[^1] == '*'
            ? new QueryStringTerm(QueryStringTermKind.Prefix, field, Unescape(word[..^1]), options)
            : new QueryStringTerm(QueryStringTermKind.Wildcard, field, word, options);
    }

    private QueryStringTerm PhraseTerm(string? field)
    {
        var start = ++_at;
        while (_at < text.Length && text[_at] != '"')
        {
            _at += text[_at] == '\\' ? 2 : 1;
        }

        if (_at >= text.Length)
        {
            throw Wrong("a closing quote is missing");
        }

        var phrase = Unescape(text[start.._at++]);
        var slop = Take("~") ? (int)Math.Min(Number(), int.MaxValue / 2) : options.PhraseSlop;
        return new QueryStringTerm(QueryStringTermKind.Phrase, field, phrase, options) { Slop = slop };
    }

    private QueryStringTerm Regexp(string? field)
    {
        var start = ++_at;
        while (_at < text.Length && text[_at] != '/')
        {
            _at += text[_at] == '\\' ? 2 : 1;
        }

        if (_at >= text.Length)
        {
            throw Wrong("a closing / is missing");
        }

        return new QueryStringTerm(QueryStringTermKind.Regexp, field, text[start.._at++].Replace("\\/", "/", StringComparison.Ordinal), options);
    }

    private QueryStringTerm Range(string? field)
    {
        var range = new RangeQuery("") { IncludeFrom = text[_at++] == '[' };
        range.From = Bound();
        if (!TakeWord("TO"))
        {
            throw Wrong("a range must have the form [a TO b]");
        }

        range.To = Bound();
        SkipSpace();
        range.IncludeTo = Take("]") || (Take("}") ? false : throw Wrong("a closing ] or } is missing"));
        return new QueryStringTerm(QueryStringTermKind.Range, field, "", options) { Range = range };
    }

    private string? Bound()
    {
        SkipSpace();
        string bound;
        if (_at < text.Length && text[_at] == '"')
        {
            var end = text.IndexOf('"', _at + 1);
            bound = end < 0 ? throw Wrong("a closing quote is missing") : text[(_at + 1)..end];
            _at = end + 1;
        }
        else
        {
            var start = _at;
            while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not (']' or '}'))
            {
                _at++;
            }

            bound = Unescape(text[start.._at]);
        }

        SkipSpace();
        return bound is "*" ? null : bound.Length == 0 ? throw Wrong("a bound is missing") : bound;
    }

    private QueryStringTerm Comparison(string? field)
    {
        var (less, equal) = (text[_at++] == '<', Take("="));
        SkipSpace();
        var value = Take("\"") ? Quoted() : Unescape(Word());
        var range = less ? new RangeQuery("") { To = value, IncludeTo = equal } : new RangeQuery("") { From = value, IncludeFrom = equal };
        return value.Length == 0 ? throw Wrong("a value is missing after < or >") : new QueryStringTerm(QueryStringTermKind.Range, field, "", options) { Range = range };
    }

    private string Quoted()
    {
        var end = text.IndexOf('"', _at);
        if (end < 0)
        {
            throw Wrong("a closing quote is missing");
        }

        var quoted = text[_at..end];
        _at = end + 1;
        return quoted;
    }

    private Query Boosted(Query query)
    {
        if (Take("^"))
        {
            query.Boost = (float)Number();
        }

        return query;
    }

    /// <summary>The edits behind a tilde: a whole number, a fraction of the word's length as old versions had it, or what the options say.</summary>
    private Fuzziness Edits(string word)
    {
        if (_at >= text.Length || !char.IsAsciiDigit(text[_at]) && text[_at] != '.')
        {
            return options.Fuzziness;
        }

        var number = Number();
        return new Fuzziness(number >= 1 ? (int)Math.Min(number, 2) : number == 0 ? 0 : (int)Math.Min((1 - number) * word.Length, 2), 0, 0);
    }

    private double Number()
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.'))
        {
            _at++;
        }

        return double.TryParse(text.AsSpan(start, _at - start), CultureInfo.InvariantCulture, out var number) ? number : throw Wrong("a number is missing after ^ or ~");
    }

    /// <summary>Up to what ends a term, escapes kept.</summary>
    private string Word()
    {
        var start = _at;
        while (_at < text.Length && !IsSpecial(text[_at]))
        {
            _at += text[_at] == '\\' ? 2 : 1;
        }

        _at = Math.Min(_at, text.Length);
        return text[start.._at];
    }

    private static bool IsSpecial(char c) => char.IsWhiteSpace(c) || c is '(' or ')' or '[' or ']' or '{' or '}' or '"' or ':' or '^' or '~';

    private static int FirstWild(string word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] is '*' or '?')
            {
                return i;
            }

            i += word[i] == '\\' ? 1 : 0;
        }

        return -1;
    }

    /// <summary>The text with all that has a meaning here made plain.</summary>
    public static string Escape(string plain)
    {
        var escaped = new StringBuilder(plain.Length);
        foreach (var symbol in plain)
        {
            escaped.Append("\\+-!():^[]\"{}~*?|&/".Contains(symbol) ? "\\" : "").Append(symbol);
        }

        return escaped.ToString();
    }

    public static string Unescape(string word)
    {
        if (!word.Contains('\\'))
        {
            return word;
        }

        var plain = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            plain.Append(word[i] == '\\' && i + 1 < word.Length ? word[++i] : word[i]);
        }

        return plain.ToString();
    }

    private bool Take(string symbol)
    {
        if (!text.AsSpan(Math.Min(_at, text.Length)).StartsWith(symbol))
        {
            return false;
        }

        _at += symbol.Length;
        return true;
    }

    private bool TakeWord(string word)
    {
        var after = _at + word.Length;
        return text.AsSpan(_at).StartsWith(word) && (after >= text.Length || char.IsWhiteSpace(text[after]) || text[after] is '(' or '"') && Take(word);
    }

    private void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private ElasticsearchException Wrong(string why) =>
        new(400, "query_shard_exception", $"Failed to parse query [{text}]")
        {
            Cause = new ElasticsearchException(400, "parse_exception", $"Cannot parse '{text}': {why}"),
        };
}

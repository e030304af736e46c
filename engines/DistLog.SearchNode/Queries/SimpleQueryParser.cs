using System.Globalization;
using System.Text;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Queries;

/// <summary>Reads the syntax of <c>simple_query_string</c>. What makes no sense is passed over.</summary>
internal sealed class SimpleQueryParser(string text, QueryStringOptions options)
{
    private const int DepthLimit = 30;

    /// <summary>Each change between "and" and "or" nests the clauses so far, and what nests too deep ends the process.</summary>
    private const int ClauseLimit = 1024;

    private int _at;
    private int _clauses;

    public Query Parse() => text == "*" ? new MatchAllQuery() : string.IsNullOrWhiteSpace(text) ? new MatchNoneQuery() : Clauses(0);

    /// <summary>Clauses side by side; <c>+</c> and <c>|</c> between two say how, else the default operator does.</summary>
    private Query Clauses(int depth)
    {
        var group = new Group();
        bool? and = null;
        var negate = false;
        while (_at < text.Length)
        {
            if (Takes(')', SimpleSyntax.Precedence))
            {
                if (depth > 0)
                {
                    break;
                }
            }
            else if (Takes('+', SimpleSyntax.And))
            {
                and = true;
            }
            else if (Takes('|', SimpleSyntax.Or))
            {
                and = false;
            }
            else if (Takes('-', SimpleSyntax.Not))
            {
                negate = !negate;
            }
            else if (IsSpace(text[_at]))
            {
                _at++;
            }
            else if (Clause(depth) is { } clause)
            {
                group.Add(negate ? Not(clause) : clause, and ?? options.RequireAll);
                (and, negate) = (null, false);
            }
        }

        return group.Query ?? new MatchNoneQuery();
    }

    private static BoolQuery Not(Query query)
    {
        var not = new BoolQuery();
        not.MustNot.Add(query);
        return not;
    }

    private Query? Clause(int depth)
    {
        if (++_clauses > ClauseLimit)
        {
            throw Refuse.TooManyClauses(ClauseLimit);
        }

        if (depth < DepthLimit && Takes('(', SimpleSyntax.Precedence))
        {
            return Clauses(depth + 1);
        }

        return Allows(SimpleSyntax.Phrase) && text[_at] == '"' && ClosingQuote() is > 0 and var close ? Phrase(close) : Word();
    }

    private int ClosingQuote()
    {
        for (var at = _at + 1; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                return at;
            }

            at += text[at] == '\\' && Allows(SimpleSyntax.Escape) ? 1 : 0;
        }

        return -1;
    }

    private QueryStringTerm? Phrase(int close)
    {
        var phrase = Unescape(text[(_at + 1)..close]);
        _at = close + 1;
        var slop = Allows(SimpleSyntax.Near) && Tilde() is { } number ? number : 0;
        return phrase.Length == 0 ? null : new QueryStringTerm(QueryStringTermKind.Phrase, null, phrase, options) { Slop = slop, TieBreaker = 1 };
    }

    private QueryStringTerm? Word()
    {
        var word = new StringBuilder();
        var isPrefix = false;
        while (_at < text.Length && !IsEnd(text[_at], word.Length == 0))
        {
            isPrefix = text[_at] == '*' && Allows(SimpleSyntax.Prefix) && word.Length > 0;
            if (text[_at] == '\\' && _at + 1 < text.Length && Allows(SimpleSyntax.Escape))
            {
                _at++;
            }
            else if (text[_at] == '~' && word.Length > 0 && Allows(SimpleSyntax.Fuzzy))
            {
                return Fuzzy(word.ToString());
            }

            word.Append(text[_at++]);
        }

        if (word.Length == 0)
        {
            _at++;
            return null;
        }

        return isPrefix
            ? new QueryStringTerm(QueryStringTermKind.Prefix, null, word.ToString(0, word.Length - 1), options) { TieBreaker = 1 }
            : new QueryStringTerm(QueryStringTermKind.Words, null, word.ToString(), options);
    }

    private QueryStringTerm Fuzzy(string word)
    {
        var edits = Math.Min(Tilde() ?? 0, 2);
        return edits == 0
            ? new QueryStringTerm(QueryStringTermKind.Words, null, word, options)
            : new QueryStringTerm(QueryStringTermKind.Fuzzy, null, word, options) { Fuzziness = new Fuzziness(edits, 0, 0), TieBreaker = 1 };
    }

    /// <summary>The number behind a tilde; 2 where there is none, null where there is no tilde.</summary>
    private int? Tilde()
    {
        if (_at >= text.Length || text[_at] != '~')
        {
            return null;
        }

        var start = ++_at;
        while (_at < text.Length && !IsEnd(text[_at], false))
        {
            _at++;
        }

        return _at == start ? 2 : int.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private bool IsEnd(char symbol, bool first) => symbol switch
    {
        '"' => Allows(SimpleSyntax.Phrase) && (first ? ClosingQuote() > 0 : true),
        '|' => Allows(SimpleSyntax.Or),
        '+' => Allows(SimpleSyntax.And),
        '(' => Allows(SimpleSyntax.Precedence) && !first,
        ')' => Allows(SimpleSyntax.Precedence),
        _ => IsSpace(symbol),
    };

    private bool IsSpace(char symbol) => symbol is ' ' or '\t' or '\n' or '\r' && Allows(SimpleSyntax.Whitespace);

    private bool Allows(SimpleSyntax syntax) => (options.Syntax & syntax) != 0;

    private bool Takes(char symbol, SimpleSyntax syntax)
    {
        if (text[_at] != symbol || !Allows(syntax))
        {
            return false;
        }

        _at++;
        return true;
    }

    private string Unescape(string phrase) => Allows(SimpleSyntax.Escape) ? LuceneParser.Unescape(phrase) : phrase;

    /// <summary>Clauses joined by one operator; another operator makes what there is the first clause of a new group.</summary>
    private sealed class Group
    {
        private bool _and;
        private BoolQuery? _bool;

        public Query? Query { get; private set; }

        public void Add(Query clause, bool and)
        {
            if (Query is null)
            {
                Query = clause;
                return;
            }

            if (_bool is null || _and != and)
            {
                var previous = Query;
                Query = _bool = new BoolQuery();
                (and ? _bool.Must : _bool.Should).Add(previous);
                _and = and;
            }

            (and ? _bool.Must : _bool.Should).Add(clause);
        }
    }
}

using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>simple_query_string</c>: words, phrases, <c>+ | - ( ) *</c>; it never fails on what people type.</summary>
internal sealed class SimpleQueryStringQuery(Query parsed) : Query
{
    public static SimpleQueryStringQuery Parse(JsonElement body)
    {
        var options = new QueryStringOptions();
        var text = options.Read("simple_query_string", body);
        options.Lenient ??= false;
        return new SimpleQueryStringQuery(new Parser(text, options).Parse());
    }

    protected override Matcher BindTo(QueryContext context) => parsed.Bind(context);

    private sealed class Parser(string text, QueryStringOptions options)
    {
        private const int DepthLimit = 30;

        private int _at;

        public Query Parse() => string.IsNullOrWhiteSpace(text) ? new MatchNoneQuery() : Clauses(0);

        /// <summary>Clauses side by side; <c>+</c> and <c>|</c> between two say how, else the default operator does.</summary>
        private Query Clauses(int depth)
        {
            Query? left = null;
            bool? and = null;
            var negate = false;
            while (_at < text.Length)
            {
                var symbol = text[_at];
                if (symbol == ')' && depth > 0)
                {
                    _at++;
                    break;
                }

                switch (symbol)
                {
                    case '+':
                        (and, _at) = (true, _at + 1);
                        continue;
                    case '|':
                        (and, _at) = (false, _at + 1);
                        continue;
                    case '-':
                        (negate, _at) = (!negate, _at + 1);
                        continue;
                    case var space when char.IsWhiteSpace(space) || space == ')':
                        _at++;
                        continue;
                }

                left = Join(left, Clause(depth), and ?? options.RequireAll, negate);
                (and, negate) = (null, false);
            }

            return left ?? new MatchNoneQuery();
        }

        private static Query Join(Query? left, Query right, bool and, bool negate)
        {
            if (negate)
            {
                var not = new BoolQuery();
                not.MustNot.Add(right);
                right = not;
            }

            if (left is null)
            {
                return right;
            }

            var both = new BoolQuery();
            (and ? both.Must : both.Should).AddRange([left, right]);
            return both;
        }

        private Query Clause(int depth)
        {
            if (text[_at] == '(' && depth < DepthLimit)
            {
                _at++;
                return Clauses(depth + 1);
            }

            return text[_at] == '"' && text.IndexOf('"', _at + 1) is > 0 and var close ? Phrase(close) : Word();
        }

        private QueryStringTerm Phrase(int close)
        {
            var phrase = text[(_at + 1)..close];
            _at = close + 1;
            return new QueryStringTerm(QueryStringTermKind.Phrase, null, phrase, options);
        }

        private Query Word()
        {
            var word = new StringBuilder();
            for (; _at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not ('|' or '+' or ')' or '"') && (word.Length == 0 || text[_at] != '('); _at++)
            {
                if (text[_at] == '\\' && _at + 1 < text.Length)
                {
                    _at++;
                }

                word.Append(text[_at]);
            }

            if (word.Length == 0)
            {
                _at++;
                return new MatchNoneQuery();
            }

            if (word.Length == 1 && word[0] == '*')
            {
                return new MatchAllQuery();
            }

            return word[^1] == '*'
                ? new QueryStringTerm(QueryStringTermKind.Prefix, null, word.ToString(0, word.Length - 1), options)
                : new QueryStringTerm(QueryStringTermKind.Words, null, word.ToString(), options);
        }
    }
}

using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>match</c>: the words of a text, any or all of them. <c>match_bool_prefix</c>: the last of them may be the start of a word.</summary>
internal sealed class MatchQuery(string field, string text, bool lastIsPrefix, MatchOptions options) : Query
{
    public static MatchQuery Parse(string query, JsonElement body)
    {
        var (field, values) = FieldBody.Parse(query, body, "query");
        var options = new MatchOptions();
        string? text = null;
        foreach (var (name, value) in values)
        {
            if (name == "query")
            {
                text = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? throw Refuse.Parsing($"[{query}] unknown token [START_OBJECT] after [query]") : value.Text();
            }
            else if (name == "slop" || (name == "lenient" && query == "match_bool_prefix") || !options.Take(query, name, value))
            {
                FieldBody.RefuseUnknown(query, name);
            }
        }

        return new MatchQuery(field, text ?? throw Refuse.Parsing("No text specified for text query"), query == "match_bool_prefix", options);
    }

    protected override Matcher BindTo(QueryContext context)
    {
        if (context.Field(field) is not { } found)
        {
            return field == "_index" ? new TermQuery(field, text).Bind(context) : NoneMatcher.Instance;
        }

        return lastIsPrefix ? BindPrefix(context, found, text, options) : Bind(context, found, text, options);
    }

    /// <summary>The matcher for one field: words of a text field, the whole value of any other.</summary>
    public static Matcher Bind(QueryContext context, FieldRef field, string text, MatchOptions options)
    {
        if (field.Kind != FieldKind.Text)
        {
            return Whole(context, field, text, options);
        }

        return Combine([.. Analyzers.Tokens(options.Analyzer, text).Select(token => Word(context, field, token, options))], options);
    }

    public static Matcher BindPrefix(QueryContext context, FieldRef field, string text, MatchOptions options)
    {
        if (field.Kind != FieldKind.Text)
        {
            return field.Kind.IsKeyword() ? new PrefixQuery(field.Path, text).Bind(context) : Whole(context, field, text, options);
        }

        var tokens = Analyzers.Tokens(options.Analyzer, text);
        var words = tokens.Take(tokens.Count - 1).Select(token => Word(context, field, token, options));
        return Combine([.. words, .. tokens.TakeLast(1).Select(token => new PrefixQuery(field.Path, Encoding.UTF8.GetString(token)).Bind(context))], options);
    }

    public static Matcher Whole(QueryContext context, FieldRef field, string text, MatchOptions options)
    {
        try
        {
            var edits = options.Fuzziness?.For(text.EnumerateRunes().Count()) ?? 0;
            return edits > 0 && field.Kind.IsKeyword() ? TextTerms.Fuzzy(context, field, text, edits, options.Fuzzy) : FieldTerms.Term(context, field, text);
        }
        catch (ElasticsearchException) when (options.Lenient)
        {
            return NoneMatcher.Instance;
        }
    }

    private static Matcher Combine(Matcher[] matchers, MatchOptions options) => matchers switch
    {
        { Length: > QueryParser.ClauseLimit } => throw Refuse.TooManyClauses(QueryParser.ClauseLimit),
        [] => options.AllIfNoTerms ? AllMatcher.Instance : NoneMatcher.Instance,
        [var only] => only,
        _ when options.RequireAll => new BoolMatcher(matchers, [], [], [], 0),
        _ => new BoolMatcher([], [], matchers, [], Math.Max(1, Queries.MinimumShouldMatch.Of(options.MinimumShouldMatch, matchers.Length, 1))),
    };

    private static Matcher Word(QueryContext context, FieldRef field, byte[] token, MatchOptions options)
    {
        var word = Encoding.UTF8.GetString(token);
        var edits = options.Fuzziness?.For(word.EnumerateRunes().Count()) ?? 0;
        return edits > 0 ? TextTerms.Fuzzy(context, field, word, edits, options.Fuzzy) : TextTerms.Word(context, field, token);
    }
}

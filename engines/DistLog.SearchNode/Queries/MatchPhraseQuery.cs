using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Queries;

/// <summary><c>match_phrase</c> and <c>match_phrase_prefix</c>: words in order.</summary>
internal sealed class MatchPhraseQuery(string field, string text, bool lastIsPrefix, MatchOptions options) : Query
{
    /// <summary>Words out of place are looked for in time that grows with the square of how many they are, times the text's words.</summary>
    private const int SlopWords = 64;

    public static MatchPhraseQuery Parse(string query, JsonElement body)
    {
        var (field, values) = FieldBody.Parse(query, body, "query");
        var options = new MatchOptions();
        string? text = null;
        foreach (var (name, value) in values)
        {
            var isKnown = name is "slop" or "analyzer" or "zero_terms_query" || (name == "max_expansions" && query == "match_phrase_prefix");
            if (name == "query")
            {
                text = value.Text();
            }
            else if (!isKnown || !options.Take(query, name, value))
            {
                FieldBody.RefuseUnknown(query, name);
            }
        }

        return new MatchPhraseQuery(field, text ?? throw Refuse.Parsing("No text specified for text query"), query == "match_phrase_prefix", options);
    }

    protected override Matcher BindTo(QueryContext context) =>
        context.Field(field) is { } found ? Bind(context, found, text, lastIsPrefix, options) : NoneMatcher.Instance;

    public static Matcher Bind(QueryContext context, FieldRef field, string text, bool lastIsPrefix, MatchOptions options)
    {
        if (field.Kind != FieldKind.Text)
        {
            return lastIsPrefix
                ? throw Refuse.QueryShard($"failed to create query: Can only use phrase prefix queries on text fields - not on [{field.Path}] which is of type [{field.Field.TypeName}]", context.Index)
                : MatchQuery.Whole(context, field, text, options with { Fuzziness = null });
        }

        var tokens = Analyzers.Tokens(options.Analyzer, text);
        if (options.Slop > 0 && tokens.Count > SlopWords)
        {
            throw Refuse.IllegalArgument($"a phrase with [slop] has at most {SlopWords} words on this node, and this one has {tokens.Count}");
        }

        return tokens.Count == 0
            ? options.AllIfNoTerms ? AllMatcher.Instance : NoneMatcher.Instance
            : TextTerms.Phrase(context, field, new Phrase(tokens, lastIsPrefix, options.Slop));
    }
}

using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Queries;

/// <summary>How <c>match</c> and its kin look for a text.</summary>
internal sealed class MatchOptions
{
    public bool RequireAll { get; set; }

    public string? MinimumShouldMatch { get; set; }

    /// <summary>A value that doesn't fit the field's type matches nothing instead of failing.</summary>
    public bool Lenient { get; set; }

    public bool AllIfNoTerms { get; set; }

    public int Slop { get; set; }

    /// <summary>Takes one option of a request; false where it isn't one of match's.</summary>
    public bool Take(string query, string name, JsonElement value)
    {
        switch (name)
        {
            case "operator":
                RequireAll = value.Text()?.ToLowerInvariant() switch
                {
                    "and" => true,
                    "or" => false,
                    _ => throw Refuse.IllegalArgument($"No enum constant org.elasticsearch.index.query.Operator.{value.Text()?.ToUpperInvariant()}"),
                };
                return true;
            case "minimum_should_match":
                MinimumShouldMatch = value.Text();
                return true;
            case "lenient":
                Lenient = value.Bool(name);
                return true;
            case "zero_terms_query":
                AllIfNoTerms = value.Text() == "all";
                return true;
            case "slop":
                Slop = value.Int(name);
                return true;
            case "analyzer" when value.Text() is "standard":
            case "auto_generate_synonyms_phrase_query" or "max_expansions" or "prefix_length" or "fuzzy_transpositions" or "fuzzy_rewrite" or "tie_breaker":
                return true;
            case "fuzziness" or "analyzer" or "cutoff_frequency":
                throw Refuse.NotSupported($"{query}.{name}");
            default:
                return false;
        }
    }
}

/// <summary><c>match</c>: the words of a text, any or all of them.</summary>
internal sealed class MatchQuery(string field, string text, MatchOptions options) : Query
{
    public static MatchQuery Parse(JsonElement body)
    {
        var (field, values) = FieldBody.Parse("match", body, "query");
        var options = new MatchOptions();
        string? text = null;
        foreach (var (name, value) in values)
        {
            if (name == "query")
            {
                text = value.Text();
            }
            else if (!options.Take("match", name, value))
            {
                FieldBody.RefuseUnknown("match", name);
            }
        }

        return new MatchQuery(field, text ?? throw Refuse.Parsing("No text specified for text query"), options);
    }

    protected override Matcher BindTo(QueryContext context) =>
        context.Field(field) is { } found ? Bind(context, found, text, options) : NoneMatcher.Instance;

    /// <summary>The matcher for one field: words of a text field, the whole value of any other.</summary>
    public static Matcher Bind(QueryContext context, FieldRef field, string text, MatchOptions options)
    {
        if (field.Kind != FieldKind.Text)
        {
            return Whole(context, field, text, options.Lenient);
        }

        var tokens = Analyzer.Tokens(text);
        Matcher[] matchers = [.. tokens.Select(token => new TokenMatcher(field, token))];
        return matchers switch
        {
            [] => options.AllIfNoTerms ? AllMatcher.Instance : NoneMatcher.Instance,
            [var only] => only,
            _ when options.RequireAll => new BoolMatcher(matchers, [], [], [], 0),
            _ => new BoolMatcher([], [], matchers, [], Queries.MinimumShouldMatch.Of(options.MinimumShouldMatch, matchers.Length, 1)),
        };
    }

    public static Matcher Whole(QueryContext context, FieldRef field, string text, bool lenient)
    {
        try
        {
            return FieldTerms.Term(context, field, text);
        }
        catch (ElasticsearchException) when (lenient)
        {
            return NoneMatcher.Instance;
        }
    }
}

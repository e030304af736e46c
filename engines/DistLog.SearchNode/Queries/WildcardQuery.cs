using System.Text.Json;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Queries;

/// <summary><c>wildcard</c>: a value, or a word of a text, fits a pattern with <c>*</c> and <c>?</c>.</summary>
internal sealed class WildcardQuery(string field, string pattern, bool ignoreCase = false) : Query
{
    public static WildcardQuery Parse(JsonElement body)
    {
        var (field, pattern, ignoreCase) = PatternBody.Parse("wildcard", body, alias: "wildcard", "rewrite");
        return new(field, pattern, ignoreCase);
    }

    protected override Matcher BindTo(QueryContext context) => context.Field(field) is { } found
        ? PatternField.Bind(context, found, "wildcard", pattern, new Wildcard(pattern, ignoreCase).Matches, new Wildcard(DigitMask.Of(pattern), ignoreCase).Matches)
        : NoneMatcher.Instance;
}

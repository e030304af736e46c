using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>wildcard</c>: a value, or a word of a text, fits a pattern with <c>*</c> and <c>?</c>.</summary>
internal sealed class WildcardQuery(string field, string pattern, bool ignoreCase = false) : Query
{
    public static WildcardQuery Parse(JsonElement body)
    {
        var (field, options) = FieldBody.Parse("wildcard", body);
        string? value = null;
        var ignoreCase = false;
        foreach (var option in options)
        {
            switch (option.Name)
            {
                case "value" or "wildcard":
                    value = option.Value.Text();
                    break;
                case "case_insensitive":
                    ignoreCase = option.Value.Bool("case_insensitive");
                    break;
                case "rewrite":
                    break;
                default:
                    FieldBody.RefuseUnknown("wildcard", option.Name);
                    break;
            }
        }

        return new WildcardQuery(field, value ?? throw Refuse.IllegalArgument("value cannot be null"), ignoreCase);
    }

    protected override Matcher BindTo(QueryContext context) => context.Field(field) is { } found
        ? PatternField.Bind(context, found, "wildcard", new Wildcard(pattern, ignoreCase).Matches)
        : NoneMatcher.Instance;
}

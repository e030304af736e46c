using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>term</c>: a field has exactly this value.</summary>
internal sealed class TermQuery(string field, string value, bool ignoreCase = false) : Query
{
    public static TermQuery Parse(JsonElement body)
    {
        var (field, options) = FieldBody.Parse("term", body);
        string? value = null;
        var ignoreCase = false;
        foreach (var option in options)
        {
            switch (option.Name)
            {
                case "value" or "term":
                    value = option.Value.Text();
                    break;
                case "case_insensitive":
                    ignoreCase = option.Value.Bool("case_insensitive");
                    break;
                default:
                    FieldBody.RefuseUnknown("term", option.Name);
                    break;
            }
        }

        return new TermQuery(field, value ?? throw Refuse.IllegalArgument("value cannot be null"), ignoreCase);
    }

    protected override Matcher BindTo(QueryContext context)
    {
        if (field == "_index")
        {
            return IsIndex(context, value) ? AllMatcher.Instance : NoneMatcher.Instance;
        }

        return context.Field(field) is { } found ? FieldTerms.Term(context, found, value, ignoreCase) : NoneMatcher.Instance;
    }

    /// <summary>Whether a value of <c>_index</c> (a name or a pattern) means this index.</summary>
    public static bool IsIndex(QueryContext context, string value) => Glob.Matches(value, context.Index);
}

using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>prefix</c>: a value, or a word of a text, starts with this.</summary>
internal sealed class PrefixQuery(string field, string prefix, bool ignoreCase = false) : Query
{
    public static PrefixQuery Parse(JsonElement body)
    {
        var (field, options) = FieldBody.Parse("prefix", body);
        string? value = null;
        var ignoreCase = false;
        foreach (var option in options)
        {
            switch (option.Name)
            {
                case "value" or "prefix":
                    value = option.Value.Text();
                    break;
                case "case_insensitive":
                    ignoreCase = option.Value.Bool("case_insensitive");
                    break;
                case "rewrite":
                    break;
                default:
                    FieldBody.RefuseUnknown("prefix", option.Name);
                    break;
            }
        }

        return new PrefixQuery(field, value ?? throw Refuse.IllegalArgument("value cannot be null"), ignoreCase);
    }

    protected override Matcher BindTo(QueryContext context)
    {
        if (context.Field(field) is not { } found)
        {
            return NoneMatcher.Instance;
        }

        var bytes = Encoding.UTF8.GetBytes(prefix);
        return PatternField.Bind(context, found, "prefix", ignoreCase
            ? value => Encoding.UTF8.GetString(value).StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            : value => value.StartsWith(bytes));
    }
}

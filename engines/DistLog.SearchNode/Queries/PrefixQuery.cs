using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Queries;

/// <summary><c>prefix</c>: a value, or a word of a text, starts with this.</summary>
internal sealed class PrefixQuery(string field, string prefix, bool ignoreCase = false) : Query
{
    public static PrefixQuery Parse(JsonElement body)
    {
        var (field, pattern, ignoreCase) = PatternBody.Parse("prefix", body, alias: "prefix", "rewrite");
        return new(field, pattern, ignoreCase);
    }

    protected override Matcher BindTo(QueryContext context)
    {
        if (context.Field(field) is not { } found)
        {
            return NoneMatcher.Instance;
        }

        return PatternField.Bind(context, found, "prefix", prefix, TestOf(prefix), TestOf(DigitMask.Of(prefix)));
    }

    private StringPredicate TestOf(string start)
    {
        var bytes = Encoding.UTF8.GetBytes(start);
        return ignoreCase
            ? value => Encoding.UTF8.GetString(value).StartsWith(start, StringComparison.OrdinalIgnoreCase)
            : value => value.StartsWith(bytes);
    }
}

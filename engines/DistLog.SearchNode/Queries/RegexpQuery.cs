using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>regexp</c>: a value, or a word of a text, fits a regular expression as a whole. The engine is the one that can't backtrack.</summary>
internal sealed class RegexpQuery(string field, string pattern, bool ignoreCase = false) : Query
{
    private const int LongestPattern = 1000;

    public static RegexpQuery Parse(JsonElement body)
    {
        var (field, pattern, ignoreCase) = PatternBody.Parse("regexp", body, alias: null, "flags", "max_determinized_states", "rewrite", "flags_value");
        return new(field, pattern, ignoreCase);
    }

    protected override Matcher BindTo(QueryContext context)
    {
        if (pattern.Length > LongestPattern)
        {
            throw Refuse.QueryShard($"failed to create query: The length of regex [{pattern.Length}] used in the Regexp Query request has exceeded the allowed maximum of [{LongestPattern}]. This maximum can be set by changing the [index.max_regex_length] index level setting.", context.Index);
        }

        if (context.Field(field) is not { } found)
        {
            return NoneMatcher.Instance;
        }

        var regex = Compile(context);
        return PatternField.Bind(context, found, "regexp", pattern, value => regex.IsMatch(Encoding.UTF8.GetString(value)));
    }

    private Regex Compile(QueryContext context)
    {
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline | (ignoreCase ? RegexOptions.IgnoreCase : 0);
        try
        {
            // Lucene's operators ~ & @ # < > have no meaning here; the anchors it lacks are plain characters there.
            return new Regex($"^(?:{pattern.Replace("^", "\\^", StringComparison.Ordinal).Replace("[\\^", "[^", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal)})\\z", options);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw Refuse.QueryShard($"failed to create query: {wrong.Message}", context.Index);
        }
    }
}

using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Regexps;

namespace DistLog.SearchNode.Queries;

/// <summary><c>regexp</c>: a value, or a word of a text, fits a regular expression as a whole.</summary>
internal sealed class RegexpQuery(string field, string pattern, bool ignoreCase = false, RegexpSyntax syntax = RegexpSyntax.All, int states = Regexp.DefaultStates) : Query
{
    public static RegexpQuery Parse(JsonElement body)
    {
        var (syntax, states) = (RegexpSyntax.All, Regexp.DefaultStates);
        foreach (var (name, value) in FieldBody.Parse("regexp", body).Options)
        {
            switch (name)
            {
                case "flags":
                    syntax = Syntax(value.Text() ?? "");
                    break;
                case "flags_value":
                    syntax = (RegexpSyntax)value.Int(name);
                    break;
                case "max_determinized_states":
                    states = value.Int(name);
                    break;
            }
        }

        var (field, pattern, ignoreCase) = PatternBody.Parse("regexp", body, alias: null, "flags", "max_determinized_states", "rewrite", "flags_value");
        return new(field, pattern, ignoreCase, syntax, states);
    }

    private static RegexpSyntax Syntax(string flags) => flags.Split('|', StringSplitOptions.RemoveEmptyEntries).Aggregate(
        flags.Length == 0 ? RegexpSyntax.All : RegexpSyntax.None,
        (all, flag) => all | flag.ToUpperInvariant() switch
        {
            "ALL" => RegexpSyntax.All,
            "NONE" or "AUTOMATON" => RegexpSyntax.None,
            "INTERSECTION" => RegexpSyntax.Intersection,
            "COMPLEMENT" => RegexpSyntax.Complement,
            "EMPTY" => RegexpSyntax.Empty,
            "ANYSTRING" => RegexpSyntax.AnyString,
            "INTERVAL" => RegexpSyntax.Interval,
            var unknown => throw Refuse.IllegalArgument($"Unknown regexp flag [{unknown}]"),
        });

    protected override Matcher BindTo(QueryContext context)
    {
        CheckLength(context, pattern);
        return context.Field(field) is { } found
            ? PatternField.Bind(context, found, "regexp", pattern, Compile(context).Matches)
            : NoneMatcher.Instance;
    }

    public static void CheckLength(QueryContext context, string pattern)
    {
        if (pattern.Length > context.Limits.RegexLength)
        {
            throw Refuse.QueryShard($"failed to create query: The length of regex [{pattern.Length}] used in the Regexp Query request has exceeded the allowed maximum of [{context.Limits.RegexLength}]. This maximum can be set by changing the [index.max_regex_length] index level setting.", context.Index);
        }
    }

    private Regexp Compile(QueryContext context)
    {
        try
        {
            return new Regexp(pattern, syntax, ignoreCase, states);
        }
        catch (FormatException wrong)
        {
            throw Refuse.QueryShard($"failed to create query: {wrong.Message}", context.Index);
        }
    }
}

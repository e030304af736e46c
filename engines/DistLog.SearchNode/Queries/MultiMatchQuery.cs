using System.Globalization;
using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>multi_match</c>: match, or match_phrase, on several fields.</summary>
internal sealed class MultiMatchQuery(IReadOnlyList<string> fields, string text, string type, MatchOptions options) : Query
{
    public static MultiMatchQuery Parse(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Refuse.Parsing("[multi_match] query malformed, no start_object after query name");
        }

        var options = new MatchOptions();
        IReadOnlyList<string> fields = [];
        string? text = null;
        var type = "best_fields";
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "query":
                    text = property.Value.Text();
                    break;
                case "fields":
                    fields = property.Value.Strings();
                    break;
                case "type":
                    type = property.Value.Text() ?? type;
                    break;
                case "boost" or "_name":
                    break;
                default:
                    if (!options.Take("multi_match", property.Name, property.Value))
                    {
                        FieldBody.RefuseUnknown("multi_match", property.Name);
                    }

                    break;
            }
        }

        return new MultiMatchQuery(fields, text ?? throw Refuse.Parsing("No text specified for multi_match query"), type, options);
    }

    protected override Matcher BindTo(QueryContext context)
    {
        var targets = FieldPatterns.Expand(context, fields.Count == 0 ? context.DefaultFields : fields);
        options.Lenient |= fields.Count == 0 || fields.Any(field => field.Contains('*'));
        Matcher[] matchers = [.. targets.Select(target => Bind(context, target))];
        return matchers switch
        {
            [] => NoneMatcher.Instance,
            [var only] => only,
            _ => new BoolMatcher([], [], matchers, [], 1),
        };
    }

    private Matcher Bind(QueryContext context, (FieldRef Field, float Boost) target)
    {
        var matcher = type switch
        {
            "best_fields" or "most_fields" or "cross_fields" => MatchQuery.Bind(context, target.Field, text, options),
            "phrase" => MatchPhraseQuery.Bind(context, target.Field, text, false, options),
            "phrase_prefix" or "bool_prefix" => MatchPhraseQuery.Bind(context, target.Field, text, true, options),
            _ => throw Refuse.Parsing($"failed to parse [multi_match] query type [{type}]. unknown type."),
        };
        return target.Boost == 1 ? matcher : new BoostMatcher(matcher, target.Boost, constant: false);
    }
}

/// <summary>Lists of fields with patterns and boosts: <c>message^2</c>, <c>error_details.*</c>.</summary>
internal static class FieldPatterns
{
    public static IReadOnlyList<(FieldRef Field, float Boost)> Expand(QueryContext context, IReadOnlyList<string> patterns)
    {
        var result = new List<(FieldRef, float)>();
        foreach (var pattern in patterns)
        {
            var caret = pattern.IndexOf('^', StringComparison.Ordinal);
            var boost = caret < 0 ? 1 : float.TryParse(pattern.AsSpan(caret + 1), CultureInfo.InvariantCulture, out var parsed)
                ? parsed
                : throw Refuse.IllegalArgument($"For input string: \"{pattern[(caret + 1)..]}\"");
            var name = caret < 0 ? pattern : pattern[..caret];
            var isPattern = name.Contains('*');
            result.AddRange(context.Fields(name)
                .Where(field => !isPattern || (field.Field.Searchable && field.Kind != FieldKind.Binary))
                .Select(field => (field, boost)));
        }

        return result;
    }
}

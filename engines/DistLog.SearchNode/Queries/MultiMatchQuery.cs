using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>multi_match</c>: match, or match_phrase, on several fields.</summary>
internal sealed class MultiMatchQuery(IReadOnlyList<string> fields, string text, MultiMatchType type, float? tieBreaker, MatchOptions options) : Query
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
        float? tie = null;
        var type = MultiMatchType.BestFields;
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
                    type = MultiMatchTypes.Parse(property.Value.Text());
                    break;
                case "tie_breaker":
                    tie = (float)property.Value.Double(property.Name);
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

        Check(type, options);
        return new MultiMatchQuery(fields, text ?? throw Refuse.Parsing("No text specified for multi_match query"), type, tie, options);
    }

    private static void Check(MultiMatchType type, MatchOptions options)
    {
        if (options.Slop != 0 && type == MultiMatchType.BoolPrefix)
        {
            throw Refuse.Parsing("[slop] not allowed for type [bool_prefix]");
        }

        if (options.Fuzziness is not null && type is MultiMatchType.CrossFields or MultiMatchType.Phrase or MultiMatchType.PhrasePrefix)
        {
            throw Refuse.Parsing($"Fuzziness not allowed for type [{MultiMatchTypes.NameOf(type)}]");
        }
    }

    protected override Matcher BindTo(QueryContext context) => Bind(context, fields, text, type, tieBreaker, options);

    /// <summary>Also what query_string does with a run of words.</summary>
    public static Matcher Bind(QueryContext context, IReadOnlyList<string> fields, string text, MultiMatchType type, float? tieBreaker, MatchOptions options)
    {
        var targets = FieldPatterns.Expand(context, fields.Count == 0 ? context.DefaultFields : fields);
        if (fields.Count == 0 || fields.Any(field => field.Contains('*')))
        {
            options = options with { Lenient = true };
        }

        if (type == MultiMatchType.CrossFields)
        {
            return CrossFields.Bind(context, targets, text, tieBreaker ?? 0, options);
        }

        return DisMaxMatcher.Of([.. targets.Select(target => BindLeniently(context, target, text, type, options))], tieBreaker ?? MultiMatchTypes.TieBreaker(type));
    }

    private static Matcher BindLeniently(QueryContext context, (FieldRef Field, float Boost) target, string text, MultiMatchType type, MatchOptions options)
    {
        try
        {
            return BoostMatcher.Of(Bind(context, target.Field, text, type, options), target.Boost);
        }
        catch (ElasticsearchException) when (options.Lenient)
        {
            return NoneMatcher.Instance;
        }
    }

    private static Matcher Bind(QueryContext context, FieldRef field, string text, MultiMatchType type, MatchOptions options) => type switch
    {
        MultiMatchType.Phrase => MatchPhraseQuery.Bind(context, field, text, false, options),
        MultiMatchType.PhrasePrefix => MatchPhraseQuery.Bind(context, field, text, true, options),
        MultiMatchType.BoolPrefix => MatchQuery.BindPrefix(context, field, text, options),
        _ => MatchQuery.Bind(context, field, text, options),
    };
}

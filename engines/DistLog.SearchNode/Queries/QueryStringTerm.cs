using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary>What one term of a query string asks.</summary>
internal enum QueryStringTermKind
{
    Words,
    Phrase,
    Prefix,
    Wildcard,
    Regexp,
    Range,
    Exists,
    Fuzzy,
}

/// <summary>One term of a query string, on the field that it names or on all default ones.</summary>
internal sealed class QueryStringTerm(QueryStringTermKind kind, string? field, string text, QueryStringOptions options) : Query
{
    public int Slop { get; init; }

    public RangeQuery? Range { get; init; }

    /// <summary>The edits of a fuzzy word.</summary>
    public Fuzziness? Fuzziness { get; init; }

    /// <summary>How much the fields that aren't the best one count.</summary>
    public float TieBreaker { get; init; }

    protected override Matcher BindTo(QueryContext context)
    {
        if (kind == QueryStringTermKind.Exists)
        {
            return new ExistsQuery(text).Bind(context);
        }

        if (kind == QueryStringTermKind.Regexp)
        {
            RegexpQuery.CheckLength(context, text);
        }

        var names = Suffixed(context, field is not null ? [field] : options.Fields.Count > 0 ? options.Fields : context.DefaultFields);
        if (field is "_id" or "_index" && kind == QueryStringTermKind.Words)
        {
            return new TermQuery(field, text).Bind(context);
        }

        var lenient = options.Lenient ?? names.Any(name => name.Contains('*'));
        var match = new MatchOptions { Lenient = lenient, RequireAll = options.RequireAll, Slop = Slop };
        return kind switch
        {
            QueryStringTermKind.Words => MultiMatchQuery.Bind(context, names, text, options.Type, options.TieBreaker, match),
            QueryStringTermKind.Phrase => MultiMatchQuery.Bind(context, names, text, MultiMatchType.Phrase, options.TieBreaker ?? TieBreaker, match),
            _ => DisMaxMatcher.Of([.. FieldPatterns.Expand(context, names).Select(target => BindLeniently(context, target, lenient))], options.TieBreaker ?? TieBreaker),
        };
    }

    /// <summary>Quoted text is looked for as it is written in the fields that are kept so, where the options name a suffix for them.</summary>
    private IReadOnlyList<string> Suffixed(QueryContext context, IReadOnlyList<string> names) => kind == QueryStringTermKind.Phrase && options.QuoteSuffix is { } suffix
        ? [.. names.Select(name => context.Field(name + suffix) is null ? name : name + suffix)]
        : names;

    private Matcher BindLeniently(QueryContext context, (FieldRef Field, float Boost) target, bool lenient)
    {
        try
        {
            return BoostMatcher.Of(Bind(context, target.Field), target.Boost);
        }
        catch (ElasticsearchException) when (lenient)
        {
            return NoneMatcher.Instance;
        }
    }

    private Matcher Bind(QueryContext context, FieldRef found)
    {
        // Words are in lower case in a text field, so patterns are made so too; a regular expression is taken as it is.
        var pattern = found.Kind == FieldKind.Text || found.Field.LowercaseNormalizer ? text.ToLowerInvariant() : text;
        return kind switch
        {
            QueryStringTermKind.Prefix => new PrefixQuery(found.Path, pattern).Bind(context),
            QueryStringTermKind.Wildcard => new WildcardQuery(found.Path, pattern).Bind(context),
            QueryStringTermKind.Fuzzy => new FuzzyQuery(found.Path, pattern, Fuzziness!, options.Fuzzy).Bind(context),
            QueryStringTermKind.Regexp => new RegexpQuery(found.Path, text).Bind(context),
            _ => Range!.On(found.Path, options.Zone).Bind(context),
        };
    }
}

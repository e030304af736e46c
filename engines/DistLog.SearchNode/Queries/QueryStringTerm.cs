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
}

/// <summary>One term of a query string, on the field that it names or on all default ones.</summary>
internal sealed class QueryStringTerm(QueryStringTermKind kind, string? field, string text, QueryStringOptions options) : Query
{
    public int Slop { get; init; }

    public RangeQuery? Range { get; init; }

    protected override Matcher BindTo(QueryContext context)
    {
        if (kind == QueryStringTermKind.Exists)
        {
            return new ExistsQuery(text).Bind(context);
        }

        var names = field is not null ? [field] : options.Fields.Count > 0 ? options.Fields : context.DefaultFields;
        if (field is "_id" or "_index" && kind == QueryStringTermKind.Words)
        {
            return new TermQuery(field, text).Bind(context);
        }

        var lenient = options.Lenient ?? names.Any(name => name.Contains('*'));
        Matcher[] matchers = [.. FieldPatterns.Expand(context, names).Select(target => Bind(context, target, lenient))];
        return matchers switch
        {
            [] => NoneMatcher.Instance,
            [var only] => only,
            _ => new DisMaxMatcher(matchers, 0),
        };
    }

    private Matcher Bind(QueryContext context, (FieldRef Field, float Boost) target, bool lenient)
    {
        Matcher matcher;
        try
        {
            matcher = Bind(context, target.Field, lenient);
        }
        catch (ElasticsearchException) when (lenient)
        {
            matcher = NoneMatcher.Instance;
        }

        return target.Boost == 1 ? matcher : new BoostMatcher(matcher, target.Boost, constant: false);
    }

    private Matcher Bind(QueryContext context, FieldRef found, bool lenient)
    {
        var isText = found.Kind == FieldKind.Text;
        var match = new MatchOptions { Lenient = lenient, RequireAll = options.RequireAll, Slop = Slop };
        return kind switch
        {
            QueryStringTermKind.Words => MatchQuery.Bind(context, found, text, match),
            QueryStringTermKind.Phrase => MatchPhraseQuery.Bind(context, found, text, false, match),
            // Words are in lower case in a text field, so patterns are made so too.
            QueryStringTermKind.Prefix => new PrefixQuery(found.Path, isText ? text.ToLowerInvariant() : text).Bind(context),
            QueryStringTermKind.Wildcard => new WildcardQuery(found.Path, isText ? text.ToLowerInvariant() : text).Bind(context),
            QueryStringTermKind.Regexp => new RegexpQuery(found.Path, isText ? text.ToLowerInvariant() : text).Bind(context),
            _ => Range!.On(found.Path).Bind(context),
        };
    }
}

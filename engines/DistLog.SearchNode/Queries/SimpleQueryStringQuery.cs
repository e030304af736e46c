using System.Text.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>simple_query_string</c>: words, phrases, <c>+ | - ( ) * ~</c>; it never fails on what people type.</summary>
internal sealed class SimpleQueryStringQuery(Query parsed) : Query
{
    public static SimpleQueryStringQuery Parse(JsonElement body)
    {
        var options = new QueryStringOptions();
        var text = options.Read("simple_query_string", body);
        var parsed = new SimpleQueryParser(text, options).Parse();
        if (parsed is BoolQuery { Should.Count: > 1, Must.Count: 0 } any)
        {
            any.Minimum = options.MinimumShouldMatch;
        }

        return new SimpleQueryStringQuery(parsed);
    }

    protected override Matcher BindTo(QueryContext context) => parsed.Bind(context);
}

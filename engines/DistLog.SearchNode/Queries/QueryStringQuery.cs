using System.Text.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>query_string</c>: Lucene's syntax.</summary>
internal sealed class QueryStringQuery(Query parsed) : Query
{
    public static QueryStringQuery Parse(JsonElement body)
    {
        var options = new QueryStringOptions();
        var text = options.Read("query_string", body);
        return new QueryStringQuery(new LuceneParser(text, options).Parse());
    }

    /// <summary>The query of a URI search (<c>?q=</c>).</summary>
    public static QueryStringQuery OfUri(string text, QueryStringOptions options) => new(new LuceneParser(text, options).Parse());

    protected override Matcher BindTo(QueryContext context) => parsed.Bind(context);
}

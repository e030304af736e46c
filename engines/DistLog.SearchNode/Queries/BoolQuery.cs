using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>bool</c>: clauses that must, should and must not match.</summary>
internal sealed class BoolQuery : Query
{
    public List<Query> Must { get; } = [];

    public List<Query> Filter { get; } = [];

    public List<Query> Should { get; } = [];

    public List<Query> MustNot { get; } = [];

    public string? Minimum { get; set; }

    public static BoolQuery Parse(JsonElement body, QueryParser parser)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Refuse.Parsing("[bool] query malformed, no start_object after query name");
        }

        var query = new BoolQuery();
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "must":
                    parser.ParseList(property.Value, query.Must);
                    break;
                case "filter":
                    parser.ParseList(property.Value, query.Filter);
                    break;
                case "should":
                    parser.ParseList(property.Value, query.Should);
                    break;
                case "must_not" or "mustNot":
                    parser.ParseList(property.Value, query.MustNot);
                    break;
                case "minimum_should_match" or "minimumShouldMatch":
                    query.Minimum = property.Value.Text();
                    break;
                case "boost" or "_name":
                    break;
                case "adjust_pure_negative":
                    break;
                default:
                    throw Refuse.Parsing($"[bool] query does not support [{property.Name}]");
            }
        }

        return query;
    }

    protected override Matcher BindTo(QueryContext context)
    {
        if (Must.Count + Filter.Count + Should.Count + MustNot.Count == 0)
        {
            return AllMatcher.Instance;
        }

        var unset = Must.Count + Filter.Count > 0 ? 0 : Math.Min(1, Should.Count);
        Matcher[] should = [.. Should.Select(query => query.Bind(context))];
        var minimum = MinimumShouldMatch.Of(Minimum, should.Length, unset);
        return new BoolMatcher(
            [.. Must.Select(query => query.Bind(context))],
            [.. Filter.Select(query => query.Bind(context))],
            should,
            [.. MustNot.Select(query => query.Bind(context))],
            minimum);
    }
}

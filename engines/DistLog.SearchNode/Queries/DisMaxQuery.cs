using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>dis_max</c>: any of several queries.</summary>
internal sealed class DisMaxQuery(IReadOnlyList<Query> queries) : Query
{
    public static DisMaxQuery Parse(JsonElement body, QueryParser parser)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("queries", out var list))
        {
            throw Refuse.Parsing("[dis_max] requires 'queries' field with at least one clause");
        }

        var queries = new List<Query>();
        parser.ParseList(list, queries);
        return new DisMaxQuery(queries);
    }

    protected override Matcher BindTo(QueryContext context) =>
        new BoolMatcher([], [], [.. queries.Select(query => query.Bind(context))], [], 1);
}

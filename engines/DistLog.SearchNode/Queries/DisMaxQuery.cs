using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>dis_max</c>: any of several queries; the best one's score counts.</summary>
internal sealed class DisMaxQuery(IReadOnlyList<Query> queries, float tieBreaker) : Query
{
    public static DisMaxQuery Parse(JsonElement body, QueryParser parser)
    {
        var queries = new List<Query>();
        var tie = 0f;
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing("[dis_max] query malformed, no start_object after query name"))
        {
            switch (property.Name)
            {
                case "queries":
                    parser.ParseList(property.Value, queries);
                    break;
                case "tie_breaker":
                    tie = (float)property.Value.Double(property.Name);
                    break;
                case "boost" or "_name":
                    break;
                default:
                    FieldBody.RefuseUnknown("dis_max", property.Name);
                    break;
            }
        }

        return queries.Count > 0 ? new DisMaxQuery(queries, tie) : throw Refuse.Parsing("[dis_max] requires 'queries' field with at least one clause");
    }

    protected override Matcher BindTo(QueryContext context) => DisMaxMatcher.Of([.. queries.Select(query => query.Bind(context))], tieBreaker);
}

using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>constant_score</c>: a filter whose matches all score the boost.</summary>
internal sealed class ConstantScoreQuery(Query filter) : Query
{
    public static ConstantScoreQuery Parse(JsonElement body, QueryParser parser) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("filter", out var filter)
            ? new ConstantScoreQuery(parser.Parse(filter))
            : throw Refuse.Parsing("[constant_score] requires a 'filter' element");

    protected override Matcher BindTo(QueryContext context) => new BoostMatcher(filter.Bind(context), 1, constant: true);
}

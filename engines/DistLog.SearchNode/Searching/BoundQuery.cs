using System.Text.Json;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Searching;

/// <summary>A search's query made ready for one index, with the filters of the aliases that led there and the index's boost.</summary>
internal static class BoundQuery
{
    public static Matcher Of(SearchRequest request, ResolvedIndex target, QueryContext context)
    {
        var matcher = BoostMatcher.Of(request.Query.Bind(context), request.BoostOfIndex.GetValueOrDefault(target.Index.Name, 1));
        return Filters(target, context) is { } filters ? new BoolMatcher([matcher], [filters], [], [], 0) : matcher;
    }

    /// <summary>What an alias lets through; null where it is everything.</summary>
    public static BoolMatcher? Filters(ResolvedIndex target, QueryContext context)
    {
        if (target.Filters.Count == 0)
        {
            return null;
        }

        var filters = target.Filters.Select(filter =>
        {
            using var parsed = JsonDocument.Parse(filter.ToJsonString());
            return QueryParser.ParseOne(parsed.RootElement).Bind(context);
        });
        return new BoolMatcher([], [], [.. filters], [], 1);
    }
}

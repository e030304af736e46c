using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Searching;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary>The newest <c>@timestamp</c> among some indices' documents.</summary>
internal static class NewestTimestamp
{
    /// <summary>The year 33658 in milliseconds, or the twelfth day of 1970 in nanoseconds: what is larger are nanoseconds.</summary>
    private const long LargestMillis = 1_000_000_000_000_000;

    /// <summary>Milliseconds since 1970; 0 where there is none.</summary>
    public static long Of(RestRequest request, IEnumerable<Index> indices)
    {
        var search = new SearchRequest { Query = new MatchAllQuery(), Sort = [SortField.ParseUri("@timestamp:desc")], Source = SourceFilter.Nothing, Size = 1 };
        ResolvedIndex[] targets = [.. indices.Where(index => !index.Metadata.IsClosed).Select(index => new ResolvedIndex(index, []))];
        var now = Instant.FromMillis(request.Node.Time.GetUtcNow().ToUnixTimeMilliseconds());
        return Searcher.Run(search, targets, now, request.Aborted).Hits is [{ Keys: [{ Kind: SortValueKind.Long } newest] }] ? newest.AsLong / (newest.AsLong > LargestMillis ? 1_000_000 : 1) : 0;
    }
}

using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Searching;

/// <summary>A whole search: what is found, its second scores, and what is shown of it.</summary>
internal static class SearchPipeline
{
    public static SearchResult Run(SearchRequest request, IReadOnlyList<ResolvedIndex> targets, Instant now, CancellationToken cancel)
    {
        request.Check(targets);
        var result = request.Rescores.Count == 0 ? Searcher.Run(request, targets, now, cancel) : Rescorer.Run(request, targets, now, cancel);
        FetchPhase.Complete(request, result.Hits, targets, now, cancel);
        return result;
    }
}

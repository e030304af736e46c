using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Scoring;

namespace DistLog.SearchNode.Searching;

/// <summary>Scores the first hits of a search again and puts them in the new order.</summary>
internal static class Rescorer
{
    public static SearchResult Run(SearchRequest request, IReadOnlyList<ResolvedIndex> targets, Instant now, CancellationToken cancel)
    {
        var wide = request.Copy();
        wide.From = 0;
        wide.Size = Math.Max(request.From + request.Size, request.Rescores.Max(rescore => rescore.Window));
        var result = Searcher.Run(wide, targets, now, cancel);
        var hits = result.Hits;
        foreach (var rescore in request.Rescores)
        {
            hits = Again(rescore, hits, now);
        }

        float? best = hits.Length > 0 && result.MaxScore is not null ? hits.Max(hit => hit.Score) : result.MaxScore;
        return result with { Hits = [.. hits.Skip(request.From).Take(request.Size)], MaxScore = best };
    }

    private static Hit[] Again(Rescore rescore, Hit[] hits, Instant now)
    {
        foreach (var group in hits.Take(rescore.Window).GroupBy(hit => (hit.Target, hit.Block)))
        {
            var matcher = rescore.Query.Bind(QueryContext.Of(group.Key.Target, now));
            var rows = new Bits(group.Key.Block.Rows);
            foreach (var hit in group)
            {
                rows.Set(hit.Row);
            }

            rows = matcher.Match(group.Key.Block, rows);
            var scores = new float[group.Key.Block.Rows];
            matcher.Score(group.Key.Block, rows, scores);
            foreach (var hit in group)
            {
                hit.Score = rows[hit.Row] ? rescore.Combine(hit.Score, scores[hit.Row]) : hit.Score * rescore.QueryWeight;
            }
        }

        foreach (var hit in hits.Skip(rescore.Window))
        {
            hit.Score *= rescore.QueryWeight;
        }

        // Hits past the window stay behind it, whatever they score.
        return [.. hits.Take(rescore.Window).OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Document), .. hits.Skip(rescore.Window)];
    }

    /// <summary>How the scores became the one that the hit has now.</summary>
    public static Explanation Explain(SearchRequest request, Hit hit, Explanation first, QueryContext context)
    {
        foreach (var rescore in request.Rescores)
        {
            var weighed = new Explanation(first.Value * rescore.QueryWeight, "product of:", first, new Explanation(rescore.QueryWeight, "primaryWeight"));
            var second = rescore.Query.Bind(context).Explain(hit.Block, hit.Row);
            var isRescored = second.Value != 0 && Math.Abs(hit.Score - weighed.Value) > 1e-6f * Math.Abs(hit.Score);
            first = isRescored
                ? new Explanation(rescore.Combine(first.Value, second.Value), rescore.Description, weighed, new Explanation(second.Value * rescore.RescoreWeight, "product of:", second, new Explanation(rescore.RescoreWeight, "secondaryWeight")))
                : weighed;
        }

        return first;
    }
}

using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Highlighting;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Searching;

/// <summary>Finds out what else is to be shown of the hits that are given out: matched queries, explanations, highlights, inner hits.</summary>
internal static class FetchPhase
{
    /// <param name="request">What is to be shown.</param>
    /// <param name="hits">The hits of the page.</param>
    /// <param name="targets">The indices that inner hits are looked for in.</param>
    /// <param name="now">The moment of the search.</param>
    /// <param name="cancel">Ends it.</param>
    public static void Complete(SearchRequest request, IReadOnlyList<Hit> hits, IReadOnlyList<ResolvedIndex> targets, Instant now, CancellationToken cancel)
    {
        if (request.Scope.Named.Count == 0 && !request.Explain && request.Highlight is null && request.Collapse is null && !HasFields(request))
        {
            return;
        }

        foreach (var group in hits.GroupBy(hit => hit.Target))
        {
            cancel.ThrowIfCancellationRequested();
            CompleteIndex(request, [.. group], targets, now, cancel);
        }
    }

    private static bool HasFields(SearchRequest request) => request.Fields.Count + request.DocValueFields.Count + request.StoredFields.Count > 0;

    private static void CompleteIndex(SearchRequest request, Hit[] hits, IReadOnlyList<ResolvedIndex> targets, Instant now, CancellationToken cancel)
    {
        var target = hits[0].Target;
        var context = QueryContext.Of(target, now);
        var matcher = BoundQuery.Of(request, target, context);
        var named = request.Scope.Named.Select(query => (query.Name, Matcher: query.Bind(context))).ToArray();
        var highlighter = request.Highlight is null ? null : new Highlighter(request.Highlight, matcher, context);
        var fields = HasFields(request) || request.Collapse is not null ? new HitFields(request, context) : null;
        foreach (var hit in hits)
        {
            var (values, left) = fields?.Of(hit) ?? default;
            hit.Extras = new HitExtras
            {
                MatchedQueries = [.. named.Where(query => query.Matcher.Match(hit.Block, Only(hit))[hit.Row]).Select(query => (query.Name!, query.Matcher.ScoreOf(hit.Block, hit.Row))).DistinctBy(query => query.Item1)],
                Explanation = request.Explain ? Rescorer.Explain(request, hit, matcher.Explain(hit.Block, hit.Row), context) : null,
                Highlights = highlighter?.Of(hit.Source) ?? [],
                Fields = values,
                IgnoredValues = left,
                Inner = [.. (request.Collapse?.Inner ?? []).Select(inner => Inner(request, hit, inner, targets, now, cancel))],
            };
        }
    }

    private static Columns.Bits Only(Hit hit)
    {
        var only = new Columns.Bits(hit.Block.Rows);
        only.Set(hit.Row);
        return only;
    }

    private static (string, SearchRequest, SearchResult) Inner(SearchRequest outer, Hit hit, InnerHits inner, IReadOnlyList<ResolvedIndex> targets, Instant now, CancellationToken cancel)
    {
        var request = inner.Request.Copy();
        var query = new BoolQuery();
        query.Must.Add(outer.Query);
        query.Filter.Add(new GroupQuery(outer.Collapse!.Field, hit.Group));
        if (outer.PostFilter is not null)
        {
            query.Filter.Add(outer.PostFilter);
        }

        request.Query = query;
        request.TotalAsInt = outer.TotalAsInt;
        return (inner.Name, request, SearchPipeline.Run(request, targets, now, cancel));
    }
}

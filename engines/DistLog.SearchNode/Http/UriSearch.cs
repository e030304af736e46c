using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Http;

/// <summary>What a search's URI says: <c>?q=level:ERROR&amp;sort=@timestamp:desc&amp;size=5</c>. It wins over the body.</summary>
internal static class UriSearch
{
    public static void Apply(RestRequest request, SearchRequest search)
    {
        search.Query = Query(request) ?? search.Query;
        search.From = request.Int("from") ?? search.From;
        search.Size = request.Int("size") ?? search.Size;
        if (request.List("sort") is { } sort)
        {
            search.Sort = [.. sort.Select(SortField.ParseUri)];
        }

        if (request.Parameter("track_total_hits") is { } track)
        {
            search.TakeTrack(track);
        }

        search.Explain = request.Flag("explain", search.Explain);
        search.TrackScores = request.Flag("track_scores", search.TrackScores);
        search.Version = request.Flag("version", search.Version);
        search.SeqNoPrimaryTerm = request.Flag("seq_no_primary_term", search.SeqNoPrimaryTerm);
        search.TerminateAfter = request.Int("terminate_after") ?? search.TerminateAfter;
        search.Timeout = request.Parameter("timeout") is { } timeout ? Durations.Parse(timeout, "timeout") : search.Timeout;
        search.NamedScores = request.Flag("include_named_queries_score");
        search.TypedKeys = request.Flag("typed_keys");
        search.TotalAsInt = request.Flag("rest_total_hits_as_int");
        if (request.Parameter("track_total_hits") is not null && search is { TotalAsInt: true, TrackTotal: SearchRequest.DefaultTrack })
        {
            throw Refuse.IllegalArgument($"[rest_total_hits_as_int] cannot be used if the tracking of total hits is not accurate, got {search.TrackTotal}");
        }

        CheckTotal(search);
        TakeFields(request, search);
    }

    /// <summary>A total in one number must be exact.</summary>
    public static void CheckTotal(SearchRequest search)
    {
        if (search.TotalAsInt && search.TrackTotal is not (null or 0))
        {
            search.TrackTotal = search.TrackTotal == SearchRequest.DefaultTrack
                ? null
                : throw Refuse.IllegalArgument($"[rest_total_hits_as_int] cannot be used if the tracking of total hits is not accurate, got {search.TrackTotal}");
        }
    }

    private static void TakeFields(RestRequest request, SearchRequest search)
    {
        if (request.List("stored_fields") is { } stored)
        {
            search.TakeStored(stored);
        }

        if (request.List("docvalue_fields") is { } fields)
        {
            search.DocValueFields = [.. fields.Select(field => new FieldFormat(field, null))];
        }

        search.Source = Source(request) ?? search.Source;
    }

    /// <summary>The query of <c>q</c>, or null.</summary>
    public static Query? Query(RestRequest request)
    {
        if (request.Parameter("q") is not { } text)
        {
            return null;
        }

        if (request.Parameter("analyzer") is not (null or "standard" or "default"))
        {
            throw Refuse.NotSupported($"the analyzer [{request.Parameter("analyzer")}]");
        }

        _ = request.Flag("analyze_wildcard");
        var options = new QueryStringOptions
        {
            Fields = request.Parameter("df") is { } field ? [field] : [],
            RequireAll = request.Parameter("default_operator") is { } wanted && Operators.IsAnd(wanted),
            Lenient = request.Parameter("lenient") is null ? null : request.Flag("lenient"),
        };
        return QueryStringQuery.OfUri(text, options);
    }

    /// <summary>The filter of <c>_source</c>, <c>_source_includes</c> and <c>_source_excludes</c>, or null.</summary>
    public static SourceFilter? Source(RestRequest request)
    {
        var source = request.Parameter("_source");
        var includes = request.List("_source_includes") ?? (source is null or "true" or "false" ? null : source.Split(','));
        var excludes = request.List("_source_excludes");
        if (source == "false")
        {
            return SourceFilter.Nothing;
        }

        return source is null && includes is null && excludes is null ? null : new SourceFilter(true, includes ?? [], excludes ?? []);
    }
}

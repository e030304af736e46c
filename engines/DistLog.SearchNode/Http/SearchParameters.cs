using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http;

/// <summary>The parameters of a search that say how, not what, to search: checked, and without effect on one node.</summary>
internal static class SearchParameters
{
    public static void Check(RestRequest request)
    {
        if (request.Parameter("suggest_field") is not null || request.Parameter("suggest_text") is not null)
        {
            throw Refuse.NotSupported("suggest");
        }

        CheckType(request.Parameter("search_type"));
        AtLeast(request, "batched_reduce_size", "batchedReduceSize", 2);
        AtLeast(request, "pre_filter_shard_size", "preFilterShardSize", 1);
        AtLeast(request, "max_concurrent_shard_requests", "maxConcurrentShardRequests", 1);
        _ = request.Flag("allow_partial_search_results") | request.Flag("ccs_minimize_roundtrips") | request.Flag("include_named_queries_score");
    }

    public static void CheckType(string? type)
    {
        if (type is not (null or "query_then_fetch" or "dfs_query_then_fetch"))
        {
            throw Refuse.IllegalArgument($"No search type for [{type}]");
        }
    }

    private static void AtLeast(RestRequest request, string parameter, string name, int least)
    {
        if (request.Int(parameter) < least)
        {
            throw Refuse.IllegalArgument($"{name} must be >= {least}");
        }
    }
}

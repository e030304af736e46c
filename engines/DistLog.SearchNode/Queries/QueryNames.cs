namespace DistLog.SearchNode.Queries;

/// <summary>The queries that there are, to help those who mistype one.</summary>
internal static class QueryNames
{
    private static readonly string[] All =
    [
        "bool", "boosting", "constant_score", "dis_max", "distance_feature", "exists", "function_score", "fuzzy", "ids", "intervals", "match", "match_all", "match_bool_prefix", "match_none",
        "match_phrase", "match_phrase_prefix", "multi_match", "prefix", "query_string", "range", "regexp", "simple_query_string", "term", "terms", "wildcard", "wrapper",
    ];

    /// <summary>The name, in brackets, with what it may have meant behind it.</summary>
    public static string DidYouMean(string name)
    {
        var suggestions = Errors.DidYouMean.Suggest(name, All);
        return suggestions.Count switch
        {
            0 => $"[{name}]",
            1 => $"[{name}] did you mean [{suggestions[0]}]?",
            _ => $"[{name}] did you mean any of [{string.Join(", ", suggestions)}]?",
        };
    }
}

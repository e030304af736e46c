using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http;

/// <summary>Refuses parameters of a URI that the endpoint doesn't know: a misspelt one would change what is answered.</summary>
internal static class RestParameters
{
    /// <summary>Parameters of every request.</summary>
    private static readonly string[] Common = ["pretty", "human", "error_trace", "filter_path", "format", "source", "source_content_type"];

    /// <summary>How names of indices are understood.</summary>
    public static readonly string[] Names = ["ignore_unavailable", "allow_no_indices", "expand_wildcards", "ignore_throttled"];

    /// <summary>A query in the URI.</summary>
    public static readonly string[] Query = ["q", "df", "default_operator", "analyzer", "analyze_wildcard", "lenient"];

    public static void Check(RestRequest request, params IReadOnlyList<string>[] known)
    {
        string[] all = [.. known.SelectMany(names => names), .. Common];
        string[] unknown = [.. request.Http.Request.Query.Keys.Where(name => !all.Contains(name)).Order(StringComparer.Ordinal)];
        if (unknown.Length == 0)
        {
            return;
        }

        var told = unknown.Select(name => $"[{name}]{Suggestion.For(name, all)}");
        throw Refuse.IllegalArgument($"request [{request.Http.Request.Path}] contains unrecognized parameter{(unknown.Length > 1 ? "s" : "")}: {string.Join(", ", told)}");
    }
}

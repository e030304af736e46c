using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http;

/// <summary>What a client may have meant by a name that isn't known.</summary>
internal static class Suggestion
{
    /// <summary>Refuses names that aren't known, and says which ones may have been meant.</summary>
    public static void Check(RestRequest request, IEnumerable<string> names, IEnumerable<string> known, string what)
    {
        foreach (var name in names.Where(name => name != "_all" && !known.Contains(name)))
        {
            throw Refuse.IllegalArgument($"request [{request.Http.Request.Path}] contains unrecognized {what}: [{name}]{For(name, known)}");
        }
    }

    /// <summary>" -&gt; did you mean [x]?", or nothing where no name is near.</summary>
    public static string For(string name, IEnumerable<string> known) =>
        DidYouMean.Question(name, known) is { Length: > 0 } question ? " ->" + question : "";
}

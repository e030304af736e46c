using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Cluster;

/// <summary>What may follow a name: <c>stream::failures</c> and <c>stream::data</c>.</summary>
internal static class IndexSelectors
{
    public const string Failures = "::failures";

    private const string Separator = "::";

    /// <summary>The name without its selector, and whether it is the failures that are meant.</summary>
    public static (string Name, bool Failures) Split(string expression)
    {
        var at = expression.LastIndexOf(Separator, StringComparison.Ordinal);
        if (at < 0)
        {
            return (expression, false);
        }

        return expression[(at + Separator.Length)..] switch
        {
            "failures" => (expression[..at], true),
            "data" => (expression[..at], false),
            var other => throw Refuse.InvalidIndexName(expression, $"invalid usage of :: separator, [{other}] is not a recognized selector"),
        };
    }
}

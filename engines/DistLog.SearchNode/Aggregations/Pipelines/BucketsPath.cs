using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Aggregations.Pipelines;

/// <summary>A path to a value: names of aggregations joined by <c>&gt;</c>; a bucket's key in brackets, or a metric's name after a dot, may follow.</summary>
internal sealed record BucketsPath(string Text, IReadOnlyList<(string Name, string? Key)> Elements)
{
    public static BucketsPath Parse(string text)
    {
        var parts = text.Split('>', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0
            ? throw Refuse.IllegalArgument($"Invalid path [{text}]")
            : new BucketsPath(text, [.. parts.Select((part, i) => ParseElement(part, i == parts.Length - 1, text))]);
    }

    /// <summary>Names and keys one after another, as they are followed.</summary>
    public IEnumerable<string> Steps => Elements.SelectMany(element => element.Key is null ? (string[])[element.Name] : [element.Name, element.Key]);

    private static (string Name, string? Key) ParseElement(string part, bool isLast, string path)
    {
        var bracket = part.LastIndexOf('[');
        if (bracket >= 0)
        {
            return bracket == 0 || bracket > part.Length - 3 || part[^1] != ']' ? throw Wrong(part, path) : (part[..bracket], part[(bracket + 1)..^1]);
        }

        var dot = isLast ? part.LastIndexOf('.') : -1;
        if (dot < 0)
        {
            return (part, null);
        }

        return dot == 0 || dot > part.Length - 2 ? throw Wrong(part, path) : (part[..dot], part[(dot + 1)..]);
    }

    private static ElasticsearchException Wrong(string part, string path) =>
        new(400, "aggregation_execution_exception", $"Invalid path element [{part}] in path [{path}]");
}

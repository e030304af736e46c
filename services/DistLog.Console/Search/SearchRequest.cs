using DistLog.Contracts;

namespace DistLog.Console.Search;

/// <summary>What is searched for, as the page's URL says it.</summary>
public sealed record SearchRequest
{
    // Longer than what anybody types; it goes into the store's query parser.
    private const int MaxText = 2_000;

    public string Text { get; init; } = "";

    public IReadOnlyList<string> Levels { get; init; } = [];

    public string Service { get; init; } = "";

    public string Node { get; init; } = "";

    public string Trace { get; init; } = "";

    public string Range { get; init; } = TimeRange.Default;

    public string? From { get; init; }

    public string? To { get; init; }

    /// <summary>The sort values of the last event of the page before, as the store gave them; null for the first page.</summary>
    public string? After { get; init; }

    public static SearchRequest Read(IQueryCollection query) => new()
    {
        Text = Value(query, "q"),
        Levels = [.. query["level"].OfType<string>().Select(Level).OfType<string>().Distinct()],
        Service = Value(query, "service"),
        Node = Value(query, "node"),
        Trace = Value(query, "trace"),
        Range = Value(query, "range") is { Length: > 0 } range ? range : TimeRange.Default,
        From = query["from"],
        To = query["to"],
        After = query["after"],
    };

    /// <summary>The URL of this search, without its defaults.</summary>
    public string Url()
    {
        var parts = new List<(string Name, string? Value)> { ("q", Text), ("service", Service), ("node", Node), ("trace", Trace) };
        parts.AddRange(Levels.Select(level => ("level", (string?)level)));
        parts.Add(("range", Range == TimeRange.Default ? null : Range));
        if (Range == TimeRange.Custom)
        {
            parts.AddRange([("from", From), ("to", To)]);
        }

        parts.Add(("after", After));
        var filled = parts.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}");
        return "/search?" + string.Join('&', filled);
    }

    private static string Value(IQueryCollection query, string name)
    {
        var text = query[name].ToString().Trim();
        return text.Length <= MaxText ? text : text[..MaxText];
    }

    private static string? Level(string text) => Severities.TryParse(text, out var severity) ? Severities.Name(severity) : null;
}

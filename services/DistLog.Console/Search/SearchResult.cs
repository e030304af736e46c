using DistLog.Console.Logs;

namespace DistLog.Console.Search;

/// <summary>A name and how many of the matching events have it.</summary>
internal sealed record NameCount(string Name, long Count);

/// <summary>A page of events, with what the search found in all.</summary>
internal sealed record SearchResult(
    IReadOnlyList<LogView> Logs,
    long Total,
    Histogram Histogram,
    IReadOnlyList<NameCount> Services,
    IReadOnlyList<NameCount> Nodes,
    string? NextCursor,
    TimeSpan Took);

using DistLog.SearchNode.Scoring;

namespace DistLog.SearchNode.Searching;

/// <summary>What a hit shows beside its document.</summary>
internal sealed record HitExtras
{
    public static HitExtras None { get; } = new();

    /// <summary>The names of the queries that match it, with their scores.</summary>
    public IReadOnlyList<string> MatchedQueries { get; init; } = [];

    public Explanation? Explanation { get; init; }

    /// <summary>Pieces of its texts by field, with the words found marked.</summary>
    public IReadOnlyList<(string Field, IReadOnlyList<string> Fragments)> Highlights { get; init; } = [];

    /// <summary>More hits of its group, by name.</summary>
    public IReadOnlyList<(string Name, SearchRequest Request, SearchResult Result)> Inner { get; init; } = [];
}

using DistLog.SearchNode.Scoring;

namespace DistLog.SearchNode.Searching;

/// <summary>What a hit shows beside its document.</summary>
internal sealed record HitExtras
{
    public static HitExtras None { get; } = new();

    /// <summary>The names of the queries that match it, and what each scores.</summary>
    public IReadOnlyList<(string Name, float Score)> MatchedQueries { get; init; } = [];

    public Explanation? Explanation { get; init; }

    /// <summary>Pieces of its texts by field, with the words found marked.</summary>
    public IReadOnlyList<(string Field, IReadOnlyList<string> Fragments)> Highlights { get; init; } = [];

    /// <summary>Values of fields; null where none is asked for.</summary>
    public FieldMap? Fields { get; init; }

    /// <summary>Values that fields were asked for and left out, since they don't fit.</summary>
    public FieldMap? IgnoredValues { get; init; }

    /// <summary>More hits of its group, by name.</summary>
    public IReadOnlyList<(string Name, SearchRequest Request, SearchResult Result)> Inner { get; init; } = [];
}

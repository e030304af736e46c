using DistLog.SearchNode.Aggregations.Results;

namespace DistLog.SearchNode.Searching;

/// <summary>What a search found.</summary>
internal sealed record SearchResult
{
    public required long Total { get; init; }

    public required Hit[] Hits { get; init; }

    public required float? MaxScore { get; init; }

    public required ResultSet? Aggregations { get; init; }

    /// <summary>Indices of which something could not be read, and why.</summary>
    public required IReadOnlyDictionary<string, string> Failures { get; init; }

    public required int Shards { get; init; }

    public bool TimedOut { get; init; }

    public bool TerminatedEarly { get; init; }
}

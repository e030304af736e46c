using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Http.Bulk;

/// <summary>The parameters of an action line beside the index and the id.</summary>
internal sealed record BulkOptions(bool? RequireAlias, int RetryOnConflict, WriteCondition Condition)
{
    /// <summary>The ingest pipeline that the document is to go through; <c>_none</c> for none.</summary>
    public string? Pipeline { get; init; }

    /// <summary>What the document is routed by.</summary>
    public string? Routing { get; init; }

    /// <summary>Only a data stream will do.</summary>
    public bool RequireDataStream { get; init; }

    /// <summary>Which part of an updated document is asked for.</summary>
    public SourceFilter? Source { get; init; }
}

namespace DistLog.SearchNode.Errors;

/// <summary>A refusal that the client sees as Elasticsearch's error body: the HTTP status, the error's type and its reason.</summary>
internal sealed class ElasticsearchException(int status, string type, string reason, string? index = null) : Exception(reason)
{
    public int Status { get; } = status;

    public string Type { get; } = type;

    /// <summary>The index that the error is about, where there is one.</summary>
    public string? Index { get; } = index;

    /// <summary>The document that the error is about, where there is one.</summary>
    public string? DocumentId { get; init; }

    /// <summary>The ways to authenticate that the answer's header names, where that is what is missing.</summary>
    public IReadOnlyList<string>? Header { get; init; }

    /// <summary>What brought the error about, shown as <c>caused_by</c>.</summary>
    public ElasticsearchException? Cause { get; init; }
}

using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Http.Bulk;

/// <summary>One operation of a bulk request: where its parts lie in the request's bytes, and what came of it.</summary>
internal struct BulkOperation
{
    /// <summary>The number of the index's name among those of the request; once it is written, of the index that took it.</summary>
    public int Name;

    /// <summary>Where the id starts, in the request's bytes or, if <see cref="IsIdApart"/>, in a buffer of their own.</summary>
    public int IdStart;

    /// <summary>Bytes of the id; -1 where the request gives none.</summary>
    public int IdLength;

    public int SourceStart;
    public int SourceLength;
    public BulkKind Kind;
    public bool IsIdApart;
    public WriteOutcome Outcome;
    public FailureStoreUse FailureStore;
    public long SeqNo;
    public long Version;

    /// <summary>What few requests ask for; null where this one doesn't either.</summary>
    public BulkOptions? Options;

    /// <summary>The document as an update left it, as a property of the answer; null where nobody asked for it.</summary>
    public byte[]? Got;

    /// <summary>Why it was refused; null where it was done.</summary>
    public ElasticsearchException? Error;

    /// <summary>A conflict is an outcome; any other error kept the document from the store.</summary>
    public readonly bool WasTried => Error is null || Outcome == WriteOutcome.Conflict;
}

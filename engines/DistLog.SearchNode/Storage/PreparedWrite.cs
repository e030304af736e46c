using DistLog.SearchNode.Documents;

namespace DistLog.SearchNode.Storage;

/// <summary>A write whose document is parsed, and what came of it once it is done.</summary>
internal struct PreparedWrite
{
    public WriteKind Kind;
    public ReadOnlyMemory<byte> Id;
    public ReadOnlyMemory<byte> Source;

    /// <summary>The document's values; null for a deletion.</summary>
    public DocumentParser? Parsed;

    public WriteCondition Condition;

    /// <summary>The id's hash; the store fills it in.</summary>
    public ulong Hash;

    /// <summary>False where none of the segments that the store has looked at has the id.</summary>
    public bool MayBeStored;

    /// <summary>The document that an earlier generation of the data stream has of a new one's id, if any.</summary>
    public StoredDocument? InEarlierGeneration;

    public WriteResult Result;

    /// <summary>True where it changed something and belongs in the log.</summary>
    public readonly bool IsLogged => Result.Outcome is not (WriteOutcome.Conflict or WriteOutcome.Noop);
}

namespace DistLog.SearchNode.Storage;

/// <summary>What a write wants.</summary>
internal enum WriteKind
{
    Index,
    Create,
    Delete,
}

/// <summary>What a write did.</summary>
internal enum WriteOutcome : byte
{
    Created,
    Updated,
    Deleted,
    NotFound,
    Conflict,
    Noop,
}

/// <summary>How a request's version number is meant.</summary>
internal enum VersionType
{
    Internal,
    External,
    ExternalGte,
}

/// <summary>The conditions under which a write is done.</summary>
internal readonly record struct WriteCondition(long? SeqNo, long? PrimaryTerm, long? Version, VersionType VersionType)
{
    public bool IsNone => SeqNo is null && PrimaryTerm is null && Version is null;
}

/// <summary>What came of a write.</summary>
internal readonly record struct WriteResult(WriteOutcome Outcome, long SeqNo, long Version, string? Conflict = null);

namespace DistLog.SearchNode.Storage;

/// <summary>Optimistic concurrency: whether the document is still the one that the writer saw.</summary>
internal static class ConditionCheck
{
    /// <summary>The reason of a conflict, or null.</summary>
    public static string? Check(in WriteCondition condition, StoredDocument? existing, long? knownVersion)
    {
        if (condition.SeqNo is { } seqNo && (existing is null || existing.SeqNo != seqNo || condition.PrimaryTerm is not (null or IndexStore.PrimaryTerm)))
        {
            return existing is null
                ? $"required seqNo [{seqNo}], primary term [{condition.PrimaryTerm}]. but no document was found"
                : $"required seqNo [{seqNo}], primary term [{condition.PrimaryTerm}]. current document has seqNo [{existing.SeqNo}] and primary term [{IndexStore.PrimaryTerm}]";
        }

        if (condition.Version is not { } version)
        {
            return null;
        }

        return condition.VersionType switch
        {
            VersionType.Internal when (existing?.Version ?? -1) != version => $"current version [{existing?.Version ?? -1}] is different than the one provided [{version}]",
            VersionType.External when knownVersion >= version => $"current version [{knownVersion}] is higher or equal to the one provided [{version}]",
            VersionType.ExternalGte when knownVersion > version => $"current version [{knownVersion}] is higher than the one provided [{version}]",
            _ => null,
        };
    }
}

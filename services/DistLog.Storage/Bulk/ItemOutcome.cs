namespace DistLog.Storage.Bulk;

/// <summary>What the store says of one item.</summary>
/// <param name="Status">Its HTTP-like status.</param>
/// <param name="Reason">Why it was not taken, or empty.</param>
internal readonly record struct ItemOutcome(int Status, string Reason)
{
    // A conflict on create is what was wanted, and so is nothing to delete, which unlike a missing index has no reason.
    public bool IsDone => Status is (>= 200 and < 300) or 409 || (Status == 404 && Reason.Length == 0);

    public bool IsDuplicate => Status == 409;

    /// <summary>
    /// Worth another try: the store is busy or broken (429, 5xx), a disk is full and the index blocked (403), or the index is
    /// missing for now (404).
    /// </summary>
    public bool IsTransient => !IsDone && Status is 403 or 404 or 408 or 429 or >= 500;
}

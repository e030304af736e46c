namespace DistLog.Storage.Bulk;

/// <summary>What came of sending a bulk request: its items' outcomes, a refusal of the whole, or nothing of use.</summary>
internal readonly record struct BulkAnswer(IReadOnlyList<ItemOutcome>? Outcomes, bool IsRefused, string Reason)
{
    /// <summary>The store looked at each item; an empty list: it took all of them.</summary>
    public static BulkAnswer Items(IReadOnlyList<ItemOutcome> outcomes) => new(outcomes, false, "");

    /// <summary>The store refuses the request as it is: too large, or something in it.</summary>
    public static BulkAnswer Refused(string reason) => new(null, true, reason);

    /// <summary>No answer, or one that says nothing about the request: the same again later.</summary>
    public static BulkAnswer Failed(string reason) => new(null, false, reason);
}

namespace DistLog.Console.Search;

/// <summary>The store did not give an answer; the message is for the person in front of the page.</summary>
internal sealed class StoreException(string message, bool isBadQuery, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the query is at fault, and not the store.</summary>
    public bool IsBadQuery { get; } = isBadQuery;
}

using System.Globalization;
using DistLog.SearchNode.Errors;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary><c>wait_for_active_shards</c>: there is one copy of everything, and there will never be more, so that waiting is in vain.</summary>
internal static class ActiveShards
{
    /// <summary>Refuses a write that wants more copies to be there.</summary>
    /// <param name="index">The index to write to.</param>
    /// <param name="wanted">A number, or <c>all</c>; null where the request doesn't say.</param>
    /// <param name="timeout">How long the client would wait, for the message.</param>
    public static void Check(Index index, string? wanted, string timeout)
    {
        if (wanted is null)
        {
            return;
        }

        var copies = index.Metadata.ShardCopies / index.Metadata.Shards;
        var needed = wanted == "all" ? copies : int.TryParse(wanted, CultureInfo.InvariantCulture, out var number) && number >= 0
            ? number
            : throw Refuse.IllegalArgument($"cannot parse ActiveShardCount[{wanted}]");
        if (needed > 1)
        {
            throw new ElasticsearchException(503, "unavailable_shards_exception", $"[{index.Name}][0] Not enough active copies to meet shard count of [{needed}] (have 1, needed {needed}). Timeout: [{timeout}], request: [write]", index.Name);
        }
    }
}

using System.Numerics;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Cluster;

/// <summary>
/// Which shard a document would be on. There is one in truth, but a client that reads with another routing value than it wrote with
/// finds nothing in Elasticsearch where the values lead to different shards, and must find nothing here.
/// </summary>
internal static class ShardRouting
{
    /// <summary>An index can be split up to so many shards, which is what routing is computed for.</summary>
    private const int Log2MostShards = 10;

    /// <summary>Refuses a request without a routing value where the mapping wants one.</summary>
    public static void CheckRequired(Index index, string id, string? routing)
    {
        if (index.Mapping.RequiresRouting && string.IsNullOrEmpty(routing))
        {
            throw new ElasticsearchException(400, "routing_missing_exception", $"routing is required for [{index.Name}]/[{id}]", index.Name);
        }
    }

    /// <summary>Refuses what can't be kept with a document.</summary>
    public static void CheckLength(string? routing)
    {
        if (routing is not null && System.Text.Encoding.UTF8.GetByteCount(routing) > WalRecord.LongestRouting)
        {
            throw Refuse.IllegalArgument($"routing value is too long, must be no longer than {WalRecord.LongestRouting} bytes");
        }
    }

    /// <summary>The routing value of a request by this name: an alias may bring its own.</summary>
    public static string? Resolve(ClusterState state, string name, string? routing)
    {
        routing = string.IsNullOrEmpty(routing) ? null : routing;
        if (state.Indices.ContainsKey(name) || state.WithAlias(name).FirstOrDefault()?.Metadata.Aliases.GetValueOrDefault(name)?["index_routing"].Text() is not { } own)
        {
            return routing;
        }

        if (own.Contains(','))
        {
            throw Refuse.IllegalArgument($"index/alias [{name}] provided with routing value [{own}] that resolved to several routing values, rejecting operation");
        }

        return routing is null || routing == own
            ? own
            : throw Refuse.IllegalArgument($"Alias [{name}] has index routing associated with it [{own}], and was provided with routing value [{routing}], rejecting operation");
    }

    /// <summary>Whether a request with this routing value would look for the document on another shard than it is on.</summary>
    public static bool IsElsewhere(Index index, string id, string? written, string? asked)
    {
        var shards = index.Metadata.Shards;
        return shards > 1 && written != asked && ShardOf(written ?? id, index) != ShardOf(asked ?? id, index);
    }

    private static int ShardOf(string routing, Index index)
    {
        var shards = index.Metadata.Shards;
        var slots = index.Metadata.Settings["index"]?["number_of_routing_shards"].Int() ?? SlotsOf(shards);
        var slot = Hash(routing) % slots;
        return (slot < 0 ? slot + slots : slot) / Math.Max(1, slots / shards);
    }

    private static int SlotsOf(int shards)
    {
        var log2 = 32 - BitOperations.LeadingZeroCount((uint)(shards - 1));
        return shards << Math.Max(1, Log2MostShards - log2);
    }

    /// <summary>Murmur3, 32 bits, seed 0, of the UTF-16 code units in little-endian order.</summary>
    private static int Hash(string text)
    {
        var hash = 0u;
        var i = 0;
        for (; i + 2 <= text.Length; i += 2)
        {
            hash = BitOperations.RotateLeft(hash ^ Scramble(text[i] | ((uint)text[i + 1] << 16)), 13);
            hash = (hash * 5) + 0xe6546b64;
        }

        if (i < text.Length)
        {
            hash ^= Scramble(text[i]);
        }

        hash ^= (uint)text.Length * 2;
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return (int)(hash ^ (hash >> 16));
    }

    private static uint Scramble(uint block) => BitOperations.RotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
}

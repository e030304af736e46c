using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Cluster;

/// <summary>What the settings <c>index.blocks.*</c> forbid.</summary>
internal static class IndexBlocks
{
    private static readonly (string Setting, string Description, int Status)[] OfWrites =
    [
        ("read_only", "FORBIDDEN/5/index read-only (api)", 403),
        ("write", "FORBIDDEN/8/index write (api)", 403),
        ("read_only_allow_delete", "TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block; for more information, see https://www.elastic.co/guide/en/elasticsearch/reference/8.17/fix-watermark-errors.html", 429),
    ];

    /// <summary>Refuses to change a document of an index that is blocked.</summary>
    public static void CheckWrite(Index index)
    {
        if (index.Metadata.Settings["index"]?["blocks"] is not { } blocks)
        {
            return;
        }

        foreach (var (setting, description, status) in OfWrites)
        {
            if (blocks[setting].Bool() == true)
            {
                throw Refused(index, description, status);
            }
        }
    }

    /// <summary>Refuses to write anything, or to make an index, while the whole cluster is blocked.</summary>
    public static void CheckCluster(ClusterState state)
    {
        if (state.WriteBlock is { } block)
        {
            throw new ElasticsearchException(403, "cluster_block_exception", $"blocked by: [{block}];");
        }
    }

    /// <summary>Refuses to change the mapping of a read-only index.</summary>
    public static void CheckMetadata(Index index)
    {
        if (index.Metadata.Settings["index"]?["blocks"]?["read_only"].Bool() == true)
        {
            throw Refused(index, OfWrites[0].Description, OfWrites[0].Status);
        }
    }

    private static ElasticsearchException Refused(Index index, string description, int status) =>
        new(status, "cluster_block_exception", $"index [{index.Name}] blocked by: [{description}];", index.Name);
}

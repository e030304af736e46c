using System.Globalization;
using DistLog.SearchNode.Cluster;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http.Cat;

/// <summary><c>_cat/shards</c>: the shards that the settings ask for; the first one has all documents, and replicas have no node to be on.</summary>
internal static class CatShards
{
    private static readonly CatColumn[] Columns =
    [
        new("index", "i,idx", "index name"),
        new("shard", "s,sh", "shard name"),
        new("prirep", "p,pr,primaryOrReplica", "primary or replica"),
        new("state", "st", "shard state"),
        new("docs", "d,dc", "number of docs in shard", Right: true),
        new("store", "sto", "store size of shard (how much disk it uses)", Right: true),
        new("dataset", "", "total size of dataset (including the cache for partially mounted indices)", Right: true),
        new("ip", "", "ip of node where it lives"),
        new("id", "", "unique id of node where it lives", Default: false),
        new("node", "n", "name of node where it lives"),
        new("unassigned.reason", "ur", "reason shard became unassigned", Default: false),
        new("unassigned.at", "ua", "time shard became unassigned (UTC)", Default: false),
        new("segments.count", "sc,segmentsCount", "number of segments", Default: false, Right: true),
        new("seq_no.max", "sqm,maxSeqNo", "max sequence number", Default: false, Right: true),
    ];

    public static Task HandleAsync(RestRequest request)
    {
        var table = new CatTable(request, Columns);
        var options = request.Names(NameOptions.Default with { ExpandHidden = true, ExpandClosed = true });
        foreach (var index in request.Node.Names.Indices(request.PathOrNull("index"), options))
        {
            for (var shard = 0; shard < index.Metadata.Shards; shard++)
            {
                AddPrimary(table, index, shard);
                for (var replica = 0; replica < index.Metadata.Replicas; replica++)
                {
                    AddReplica(table, index, shard);
                }
            }
        }

        return table.AnswerAsync();
    }

    private static void AddPrimary(CatTable table, Index index, int shard)
    {
        var hasAll = shard == 0;
        var size = new CatSize(hasAll ? index.Store.SizeOnDisk() : 0);
        table.Add(
            index.Name,
            shard,
            "p",
            "STARTED",
            hasAll ? index.Store.Count() : 0L,
            size,
            size,
            "127.0.0.1",
            NodeIdentity.Id,
            NodeIdentity.Name,
            null,
            null,
            hasAll ? index.Store.SegmentCount : 0,
            hasAll ? index.Store.MaxSeqNo : -1L);
    }

    private static void AddReplica(CatTable table, Index index, int shard)
    {
        var since = DateTimeOffset.FromUnixTimeMilliseconds(index.Metadata.CreationDate).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        table.Add(index.Name, shard, "r", "UNASSIGNED", null, null, null, null, null, null, "INDEX_CREATED", since, null, null);
    }
}

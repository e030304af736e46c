using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping.Dates;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http.Cat;

/// <summary><c>_cat/indices</c>.</summary>
internal static class CatIndices
{
    private static readonly CatColumn[] Columns =
    [
        new("health", "h", "current health status"),
        new("status", "s", "open/close status"),
        new("index", "i,idx", "index name"),
        new("uuid", "id,uuid", "index uuid"),
        new("pri", "p,shards.primary,shardsPrimary", "number of primary shards", Right: true),
        new("rep", "r,shards.replica,shardsReplica", "number of replica shards", Right: true),
        new("docs.count", "dc,docsCount", "available docs", Right: true),
        new("docs.deleted", "dd,docsDeleted", "deleted docs", Right: true),
        new("creation.date", "cd", "index creation date (millisecond value)", Default: false),
        new("creation.date.string", "cds", "index creation date (as string)", Default: false),
        new("store.size", "ss,storeSize", "store size of primaries & replicas", Right: true),
        new("pri.store.size", "", "store size of primaries", Right: true),
        new("dataset.size", "", "total size of dataset (including the cache for partially mounted indices)", Right: true),
        new("indexing.index_total", "iito,indexingIndexTotal", "number of indexing ops", Default: false, Right: true),
        new("segments.count", "sc,segmentsCount", "number of segments", Default: false, Right: true),
    ];

    public static Task IndicesAsync(RestRequest request)
    {
        var table = new CatTable(request, Columns);
        var health = Health(request.Parameter("health"));
        var options = request.Names(NameOptions.Default with { ExpandClosed = true });
        foreach (var index in request.Node.Names.Indices(request.PathOrNull("index"), options).Where(index => health is null || health == index.Metadata.Health))
        {
            Add(table, index);
        }

        return table.AnswerAsync();
    }

    private static string? Health(string? wanted) => wanted?.ToLowerInvariant() switch
    {
        null => null,
        "green" or "yellow" or "red" => wanted.ToLowerInvariant(),
        _ => throw Refuse.IllegalArgument($"unknown cluster health status [{wanted}]"),
    };

    private static void Add(CatTable table, Index index)
    {
        var (metadata, store) = (index.Metadata, index.Store);
        var size = metadata.IsClosed ? null : (object)new CatSize(store.SizeOnDisk());
        table.Add(
            metadata.Health,
            metadata.IsClosed ? "close" : "open",
            index.Name,
            metadata.Uuid,
            metadata.Shards,
            metadata.Replicas,
            metadata.IsClosed ? null : store.Count(),
            metadata.IsClosed ? null : store.Segments.Sum(segment => segment.Rows - segment.LiveRows),
            metadata.CreationDate,
            DateFormat.Default.Format(Instant.FromMillis(metadata.CreationDate)),
            size,
            size,
            size,
            metadata.IsClosed ? null : store.MaxSeqNo + 1,
            metadata.IsClosed ? null : store.SegmentCount);
    }
}

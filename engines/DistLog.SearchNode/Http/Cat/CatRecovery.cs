using System.Globalization;
using DistLog.SearchNode.Cluster;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http.Cat;

/// <summary><c>_cat/recovery</c>: every shard was opened from its own files when the node started or the index was made.</summary>
internal static class CatRecovery
{
    private static readonly CatColumn[] Columns =
    [
        new("index", "i,idx", "index name"),
        new("shard", "s,sh", "shard name"),
        new("start_time", "start", "recovery start time", Default: false),
        new("start_time_millis", "start_millis", "recovery start time in epoch milliseconds", Default: false),
        new("stop_time", "stop", "recovery stop time", Default: false),
        new("stop_time_millis", "stop_millis", "recovery stop time in epoch milliseconds", Default: false),
        new("time", "t,ti", "recovery time"),
        new("type", "ty", "recovery type"),
        new("stage", "st", "recovery stage"),
        new("source_host", "shost", "source host"),
        new("source_node", "snode", "source node name"),
        new("target_host", "thost", "target host"),
        new("target_node", "tnode", "target node name"),
        new("repository", "rep", "repository"),
        new("snapshot", "snap", "snapshot"),
        new("files", "f", "number of files to recover"),
        new("files_recovered", "fr", "files recovered"),
        new("files_percent", "fp", "percent of files recovered"),
        new("files_total", "tf", "total number of files"),
        new("bytes", "b", "number of bytes to recover"),
        new("bytes_recovered", "br", "bytes recovered"),
        new("bytes_percent", "bp", "percent of bytes recovered"),
        new("bytes_total", "tb", "total number of bytes"),
        new("translog_ops", "to", "number of translog ops to recover"),
        new("translog_ops_recovered", "tor", "translog ops recovered"),
        new("translog_ops_percent", "top", "percent of translog ops recovered"),
    ];

    public static Task HandleAsync(RestRequest request)
    {
        var table = new CatTable(request, Columns);
        foreach (var index in request.Node.Names.Indices(request.PathOrNull("index"), NameOptions.Default with { ExpandHidden = true, ExpandClosed = true }))
        {
            for (var shard = 0; shard < index.Metadata.Shards; shard++)
            {
                Add(table, index, shard);
            }
        }

        return table.AnswerAsync();
    }

    private static void Add(CatTable table, Index index, int shard)
    {
        var created = index.Metadata.CreationDate;
        var stamp = DateTimeOffset.FromUnixTimeMilliseconds(created).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var type = index.Metadata.IsClosed || index.Store.SegmentCount > 0 ? "existing_store" : "empty_store";
        table.Add(
            index.Name, shard, stamp, created, stamp, created, TimeSpan.FromMilliseconds(1), type, "done", "n/a", "n/a", "127.0.0.1", NodeIdentity.Name, "n/a", "n/a", 0, 0, "100.0%", index.Store.SegmentCount, 0, 0, "100.0%", shard == 0 ? index.Store.SizeOnDisk() : 0L, 0, 0, "100.0%");
    }
}

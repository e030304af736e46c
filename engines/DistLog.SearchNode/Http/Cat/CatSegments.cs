using System.Globalization;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Storage.Segments;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http.Cat;

/// <summary><c>_cat/segments</c>; a segment with damage says so, and its column is shown unasked.</summary>
internal static class CatSegments
{
    public static Task HandleAsync(RestRequest request)
    {
        var indices = request.Node.Names.Indices(request.PathOrNull("index"), request.Names(NameOptions.Default with { ExpandHidden = true }));
        var table = new CatTable(request, Columns(indices.Any(index => index.Store.Segments.Any(segment => DamageOf(segment) is not null))));
        foreach (var index in indices)
        {
            var last = 0;
            foreach (var segment in index.Store.Segments)
            {
                Add(table, index, segment);
                last = Math.Max(last, NumberOf(segment));
            }

            AddBuffer(table, index, last + 1);
        }

        return table.AnswerAsync();
    }

    private static CatColumn[] Columns(bool hasDamage) =>
    [
        new("index", "i,idx", "index name"),
        new("shard", "s,sh", "shard name"),
        new("prirep", "p,pr,primaryOrReplica", "primary or replica"),
        new("ip", "", "ip of node where it lives"),
        new("id", "", "unique id of node where it lives", Default: false),
        new("segment", "seg", "segment name"),
        new("generation", "g,gen", "segment generation", Right: true),
        new("docs.count", "dc,docsCount", "number of docs in segment", Right: true),
        new("docs.deleted", "dd,docsDeleted", "number of deleted docs in segment", Right: true),
        new("size", "si", "segment size in bytes", Right: true),
        new("size.memory", "sm,sizeMemory", "segment memory in bytes", Right: true),
        new("committed", "ic,isCommitted", "is segment committed"),
        new("searchable", "is,isSearchable", "is segment searched"),
        new("version", "v,ver", "version"),
        new("compound", "ico,isCompound", "is segment compound"),
        new("blocks", "", "number of blocks", Default: false, Right: true),
        new("damage", "", "why a block of it can't be read", Default: hasDamage),
    ];

    private static string? DamageOf(Segment segment) => segment.Blocks.Select(block => (block.Block as DiskBlock)?.Damage).FirstOrDefault(reason => reason is not null);

    /// <summary>Segments are named s000001 and so on.</summary>
    private static int NumberOf(Segment segment) => int.Parse(segment.Name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Lucene's name: the number in base 36.</summary>
    private static string NameOf(int generation)
    {
        var name = "";
        for (; generation > 0 || name.Length == 0; generation /= 36)
        {
            name = "0123456789abcdefghijklmnopqrstuvwxyz"[generation % 36] + name;
        }

        return "_" + name;
    }

    private static void Add(CatTable table, Index index, Segment segment) => table.Add(
        index.Name,
        0,
        "p",
        "127.0.0.1",
        NodeIdentity.Id,
        NameOf(NumberOf(segment)),
        NumberOf(segment),
        segment.LiveRows,
        segment.Rows - segment.LiveRows,
        new CatSize(segment.SizeOnDisk),
        0,
        true,
        true,
        InfoEndpoints.LuceneVersion,
        true,
        segment.Blocks.Count,
        DamageOf(segment) ?? "-");

    /// <summary>What was refreshed and isn't on disk yet but in the log: searchable, as one more segment.</summary>
    private static void AddBuffer(CatTable table, Index index, int generation)
    {
        var live = index.Store.Count() - index.Store.Segments.Sum(segment => segment.LiveRows);
        if (live > 0)
        {
            table.Add(index.Name, 0, "p", "127.0.0.1", NodeIdentity.Id, string.Create(CultureInfo.InvariantCulture, $"_{generation}"), generation, live, 0L, new CatSize(index.Store.BufferSize), 0, false, true, InfoEndpoints.LuceneVersion, true, 0, "-");
        }
    }
}

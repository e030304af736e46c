using System.Globalization;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Http;

/// <summary><c>_cat</c>: indices, health, count, aliases.</summary>
internal static class CatEndpoints
{
    private static readonly string[] Units = ["b", "kb", "mb", "gb", "tb", "pb"];

    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_cat/indices", IndicesAsync);
        routes.Map("GET", "/_cat/indices/{index}", IndicesAsync);
        routes.Map("GET", "/_cat/nodes", NodesAsync);
        routes.Map("GET", "/_cat/shards", ShardsAsync);
        routes.Map("GET", "/_cat/shards/{index}", ShardsAsync);
        routes.Map("GET", "/_cat/segments", SegmentsAsync);
        routes.Map("GET", "/_cat/segments/{index}", SegmentsAsync);
        routes.Map("GET", "/_cat/templates", TemplatesAsync);
        routes.Map("GET", "/_cat/templates/{name}", TemplatesAsync);
        routes.Map("GET", "/_cat/health", HealthAsync);
        routes.Map("GET", "/_cat/count", CountAsync);
        routes.Map("GET", "/_cat/count/{index}", CountAsync);
        routes.Map("GET", "/_cat/aliases", AliasesAsync);
        routes.Map("GET", "/_cat/aliases/{name}", AliasesAsync);
        routes.Map("GET", "/_cat", request => request.Text("=^.^=\n/_cat/aliases\n/_cat/count\n/_cat/health\n/_cat/indices\n/_cat/nodes\n/_cat/segments\n/_cat/shards\n/_cat/templates\n"));
    }

    /// <summary>Bytes in the largest unit that leaves at least one: 1.5kb.</summary>
    private static string Size(RestRequest request, long bytes)
    {
        if (request.Parameter("bytes") is { } unit && Array.IndexOf(Units, unit) is >= 0 and var power)
        {
            return (bytes >> (10 * power)).ToString(CultureInfo.InvariantCulture);
        }

        double size = bytes;
        var step = 0;
        while (size >= 1024 && step < Units.Length - 1)
        {
            size /= 1024;
            step++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(size * 10) / 10:0.#}{Units[step]}");
    }

    private static Task IndicesAsync(RestRequest request)
    {
        var table = new CatTable(
            new CatColumn("health", ["h"]),
            new CatColumn("status", ["s"]),
            new CatColumn("index", ["i", "idx"]),
            new CatColumn("uuid", ["id"]),
            new CatColumn("pri", ["p", "shards.primary", "shardsPrimary"], Right: true),
            new CatColumn("rep", ["r", "shards.replica", "shardsReplica"], Right: true),
            new CatColumn("docs.count", ["dc", "docsCount"], Right: true),
            new CatColumn("docs.deleted", ["dd", "docsDeleted"], Right: true),
            new CatColumn("creation.date", ["cd"], Default: false, Right: true),
            new CatColumn("creation.date.string", ["cds"], Default: false),
            new CatColumn("store.size", ["ss", "storeSize"], Right: true),
            new CatColumn("pri.store.size", [], Right: true),
            new CatColumn("dataset.size", [], Right: true));
        var options = request.Names(NameOptions.Default with { ExpandClosed = true });
        if (request.Parameter("health") is not (null or "green" or "yellow" or "red"))
        {
            throw Errors.Refuse.IllegalArgument($"unknown cluster health status [{request.Parameter("health")}]");
        }

        foreach (var index in request.Node.Names.Indices(request.PathOrNull("index"), options).Where(_ => request.Parameter("health") is null or "green"))
        {
            var metadata = index.Metadata;
            var size = Size(request, index.Store.SizeOnDisk());
            var closed = metadata.IsClosed;
            table.Add(
                "green",
                closed ? "close" : "open",
                index.Name,
                metadata.Uuid,
                metadata.Settings["index"]!["number_of_shards"].Text(),
                metadata.Settings["index"]!["number_of_replicas"].Text(),
                closed ? null : index.Store.Count().ToString(CultureInfo.InvariantCulture),
                closed ? null : "0",
                metadata.CreationDate.ToString(CultureInfo.InvariantCulture),
                DateFormat.Default.Format(Instant.FromMillis(metadata.CreationDate)),
                closed ? null : size,
                closed ? null : size,
                closed ? null : size);
        }

        return table.AnswerAsync(request);
    }

    private static Task HealthAsync(RestRequest request)
    {
        string[] names = ["epoch", "timestamp", "cluster", "status", "node.total", "node.data", "shards", "pri", "relo", "init", "unassign", "unassign.pri", "pending_tasks", "max_task_wait_time", "active_shards_percent"];
        var table = new CatTable([.. names.Select(name => new CatColumn(name, []))]);
        var (now, count) = (request.Node.Time.GetUtcNow(), request.Node.State.Indices.Count.ToString(CultureInfo.InvariantCulture));
        table.Add(now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), now.ToString("HH:mm:ss", CultureInfo.InvariantCulture), "distlog", "green", "1", "1", count, count, "0", "0", "0", "0", "0", "-", "100.0%");
        return table.AnswerAsync(request);
    }

    private static async Task CountAsync(RestRequest request)
    {
        var targets = request.Node.Names.Resolve(request.PathOrNull("index"), request.Names());
        var now = request.Node.Time.GetUtcNow();
        var query = UriSearch.Query(request) ?? new MatchAllQuery();
        var count = await SearchEndpoints.RunAsync(request, () => Searcher.Count(query, targets, Instant.FromMillis(now.ToUnixTimeMilliseconds()), request.Aborted));
        var table = new CatTable(new CatColumn("epoch", ["t", "time"]), new CatColumn("timestamp", ["ts", "hms", "hhmmss"]), new CatColumn("count", ["dc", "docs.count", "docsCount"]));
        table.Add(now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), now.ToString("HH:mm:ss", CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture));
        await table.AnswerAsync(request);
    }

    private static Task AliasesAsync(RestRequest request)
    {
        var table = new CatTable(
            new CatColumn("alias", ["a"]),
            new CatColumn("index", ["i", "idx"]),
            new CatColumn("filter", ["f", "fi"]),
            new CatColumn("routing.index", ["ri", "routingIndex"]),
            new CatColumn("routing.search", ["rs", "routingSearch"]),
            new CatColumn("is_write_index", ["w", "isWriteIndex"]));
        var patterns = request.PathOrNull("name")?.Split(',') ?? ["*"];
        var all = request.Node.State.Indices.Values.SelectMany(index => index.Metadata.Aliases.Select(alias => (alias.Key, index.Name, alias.Value)))
            .Concat(request.Node.State.DataStreams.Values.SelectMany(stream => stream.Aliases.Select(alias => (alias.Key, stream.Name, alias.Value))));
        foreach (var (alias, index, properties) in all.Where(entry => patterns.Any(pattern => Matching.Glob.Matches(pattern, entry.Key))).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            table.Add(alias, index, properties["filter"] is null ? "-" : "*", properties["index_routing"].Text() ?? "-", properties["search_routing"].Text() ?? "-", properties["is_write_index"].Text() ?? "-");
        }

        return table.AnswerAsync(request);
    }

    private static Task NodesAsync(RestRequest request)
    {
        var table = new CatTable(
            new CatColumn("ip", ["i"]),
            new CatColumn("heap.percent", ["hp", "heapPercent"], Right: true),
            new CatColumn("ram.percent", ["rp", "ramPercent"], Right: true),
            new CatColumn("cpu", [], Right: true),
            new CatColumn("load_1m", ["l"], Right: true),
            new CatColumn("load_5m", ["l"], Right: true),
            new CatColumn("load_15m", ["l"], Right: true),
            new CatColumn("node.role", ["r", "role", "nodeRole"]),
            new CatColumn("master", ["m"]),
            new CatColumn("name", ["n"]),
            new CatColumn("version", ["v"], Default: false));
        var memory = GC.GetGCMemoryInfo();
        var heap = (memory.HeapSizeBytes * 100 / Math.Max(1, memory.TotalAvailableMemoryBytes)).ToString(CultureInfo.InvariantCulture);
        var ram = (memory.MemoryLoadBytes * 100 / Math.Max(1, memory.TotalAvailableMemoryBytes)).ToString(CultureInfo.InvariantCulture);
        table.Add("127.0.0.1", heap, ram, "0", "0.00", "0.00", "0.00", "dim", "*", "distlog-searchnode", InfoEndpoints.Version);
        return table.AnswerAsync(request);
    }

    private static Task ShardsAsync(RestRequest request)
    {
        var table = new CatTable(
            new CatColumn("index", ["i", "idx"]),
            new CatColumn("shard", ["s", "sh"]),
            new CatColumn("prirep", ["p", "pr", "primaryOrReplica"]),
            new CatColumn("state", ["st"]),
            new CatColumn("docs", ["d", "dc"], Right: true),
            new CatColumn("store", ["sto"], Right: true),
            new CatColumn("dataset", [], Right: true),
            new CatColumn("ip", []),
            new CatColumn("node", ["n"]));
        foreach (var index in request.Node.Names.Indices(request.PathOrNull("index"), request.Names(NameOptions.Default with { ExpandHidden = true })))
        {
            var size = Size(request, index.Store.SizeOnDisk());
            table.Add(index.Name, "0", "p", "STARTED", index.Store.Count().ToString(CultureInfo.InvariantCulture), size, size, "127.0.0.1", "distlog-searchnode");
        }

        return table.AnswerAsync(request);
    }

    private static Task SegmentsAsync(RestRequest request)
    {
        var table = new CatTable(
            new CatColumn("index", ["i", "idx"]),
            new CatColumn("shard", ["s", "sh"]),
            new CatColumn("segment", ["seg"]),
            new CatColumn("docs.count", ["dc", "docsCount"], Right: true),
            new CatColumn("docs.deleted", ["dd", "docsDeleted"], Right: true),
            new CatColumn("size", ["si"], Right: true),
            new CatColumn("blocks", [], Right: true),
            new CatColumn("damage", []));
        foreach (var index in request.Node.Names.Indices(request.PathOrNull("index"), request.Names(NameOptions.Default with { ExpandHidden = true })))
        {
            foreach (var segment in index.Store.Segments)
            {
                var damage = segment.Blocks.Select(block => (block.Block as Storage.Segments.DiskBlock)?.Damage).FirstOrDefault(reason => reason is not null);
                table.Add(
                    index.Name,
                    "0",
                    segment.Name,
                    segment.LiveRows.ToString(CultureInfo.InvariantCulture),
                    (segment.Rows - segment.LiveRows).ToString(CultureInfo.InvariantCulture),
                    Size(request, segment.SizeOnDisk),
                    segment.Blocks.Count.ToString(CultureInfo.InvariantCulture),
                    damage ?? "-");
            }
        }

        return table.AnswerAsync(request);
    }

    private static Task TemplatesAsync(RestRequest request)
    {
        var table = new CatTable(
            new CatColumn("name", ["n"]),
            new CatColumn("index_patterns", ["t"]),
            new CatColumn("order", ["o", "p"]),
            new CatColumn("version", ["v"]),
            new CatColumn("composed_of", ["c"]));
        var patterns = request.PathOrNull("name")?.Split(',') ?? ["*"];
        foreach (var template in request.Node.State.Templates.Values.Where(template => patterns.Any(pattern => Matching.Glob.Matches(pattern, template.Name))).OrderBy(template => template.Name, StringComparer.Ordinal))
        {
            table.Add(
                template.Name,
                $"[{string.Join(", ", template.Patterns)}]",
                template.Priority.ToString(CultureInfo.InvariantCulture),
                template.Json["version"].Text(),
                $"[{string.Join(", ", template.ComposedOf)}]");
        }

        return table.AnswerAsync(request);
    }
}

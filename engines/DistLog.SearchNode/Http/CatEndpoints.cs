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
        routes.Map("GET", "/_cat/health", HealthAsync);
        routes.Map("GET", "/_cat/count", CountAsync);
        routes.Map("GET", "/_cat/count/{index}", CountAsync);
        routes.Map("GET", "/_cat/aliases", AliasesAsync);
        routes.Map("GET", "/_cat/aliases/{name}", AliasesAsync);
        routes.Map("GET", "/_cat", request => request.Text("=^.^=\n/_cat/aliases\n/_cat/count\n/_cat/health\n/_cat/indices\n"));
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
        foreach (var index in request.Node.Names.Indices(request.PathOrNull("index"), options))
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
}

using System.Globalization;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Http.Cat;

/// <summary>The tables about the whole: <c>_cat/health</c>, <c>count</c>, and those that are empty here.</summary>
internal static class CatCluster
{
    private static readonly CatColumn[] Clock = [new("epoch", "t,time", "seconds since 1970-01-01 00:00:00"), new("timestamp", "ts,hms,hhmmss", "time in HH:MM:SS")];

    public static Task HealthAsync(RestRequest request)
    {
        var withClock = request.Flag("ts", unset: true);
        CatColumn[] columns =
        [
            new("cluster", "cl", "cluster name"),
            new("status", "st", "health status"),
            new("node.total", "nt,nodeTotal", "total number of nodes", Right: true),
            new("node.data", "nd,nodeData", "number of nodes that can store data", Right: true),
            new("shards", "t,sh,shards.total,shardsTotal", "total number of shards", Right: true),
            new("pri", "p,shards.primary,shardsPrimary", "number of primary shards", Right: true),
            new("relo", "r,shards.relocating,shardsRelocating", "number of relocating nodes", Right: true),
            new("init", "i,shards.initializing,shardsInitializing", "number of initializing nodes", Right: true),
            new("unassign", "u,shards.unassigned,shardsUnassigned", "number of unassigned shards", Right: true),
            new("unassign.pri", "up,shards.unassigned.primary,shardsUnassignedPrimary", "number of unassigned primary shards", Right: true),
            new("pending_tasks", "pt,pendingTasks", "number of pending tasks", Right: true),
            new("max_task_wait_time", "mtwt,maxTaskWaitTime", "wait time of longest task pending", Right: true),
            new("active_shards_percent", "asp,activeShardsPercent", "active number of shards in percent", Right: true),
        ];
        var health = ClusterHealth.Of(request.Node.State.Indices.Values);
        object?[] row = [NodeIdentity.ClusterName, health.Status, 1, 1, health.Active, health.Active, 0, 0, health.Unassigned, 0, 0, "-", health.ActivePercent.ToString("0.0", CultureInfo.InvariantCulture) + "%"];
        var table = new CatTable(request, withClock ? [.. Clock, .. columns] : columns);
        table.Add(withClock ? [.. Now(request), .. row] : row);
        return table.AnswerAsync();
    }

    public static async Task CountAsync(RestRequest request)
    {
        var targets = request.Node.Names.Resolve(request.PathOrNull("index"), request.Names());
        using var body = await request.JsonAsync();
        var query = UriSearch.Query(request) ?? (body is null ? new MatchAllQuery() : SearchEndpoints.CountBody(body.RootElement));
        var now = Instant.FromMillis(request.Node.Time.GetUtcNow().ToUnixTimeMilliseconds());
        var count = await SearchEndpoints.RunAsync(request, () => Searcher.Count(query, targets, now, request.Aborted));
        var table = new CatTable(request, [.. Clock, new("count", "dc,docs.count,docsCount", "the document count")]);
        table.Add([.. Now(request), count]);
        await table.AnswerAsync();
    }

    private static object?[] Now(RestRequest request)
    {
        var now = request.Node.Time.GetUtcNow();
        return [now.ToUnixTimeSeconds(), now.ToString("HH:mm:ss", CultureInfo.InvariantCulture)];
    }

    /// <summary>Nothing is loaded for sorting and aggregating: columns are read as they are.</summary>
    public static Task FielddataAsync(RestRequest request) => new CatTable(
        request,
        new("id", "", "node id"),
        new("host", "h", "host name"),
        new("ip", "", "ip address"),
        new("node", "n", "node name"),
        new("field", "f", "field name"),
        new("size", "s", "field data usage", Right: true)).AnswerAsync();

    public static Task PendingTasksAsync(RestRequest request) => new CatTable(
        request,
        new("insertOrder", "o", "task insertion order", Right: true),
        new("timeInQueue", "t", "how long task has been in queue", Right: true),
        new("priority", "p", "task priority"),
        new("source", "s", "task source")).AnswerAsync();

    public static Task RepositoriesAsync(RestRequest request) => new CatTable(
        request,
        new("id", "id,repoId", "unique repository id"),
        new("type", "t,type", "repository type")).AnswerAsync();

    public static Task SnapshotsAsync(RestRequest request)
    {
        if (request.PathOrNull("repository") is { } repository and not ("_all" or "*"))
        {
            throw new ElasticsearchException(404, "repository_missing_exception", $"[{repository}] missing");
        }

        return new CatTable(
            request,
            new("id", "id,snapshot", "unique snapshot"),
            new("repository", "re,repo", "repository name"),
            new("status", "s,status", "snapshot name"),
            new("start_epoch", "ste,startEpoch", "start time in seconds since 1970-01-01 00:00:00"),
            new("start_time", "sti,startTime", "start time in HH:MM:SS"),
            new("end_epoch", "ete,endEpoch", "end time in seconds since 1970-01-01 00:00:00"),
            new("end_time", "eti,endTime", "end time in HH:MM:SS"),
            new("duration", "dur,duration", "duration", Right: true),
            new("indices", "i,indices", "number of indices", Right: true),
            new("successful_shards", "ss", "number of successful shards", Right: true),
            new("failed_shards", "fs", "number of failed shards", Right: true),
            new("total_shards", "ts", "number of total shards", Right: true),
            new("reason", "r,reason", "reason for failures", Default: false)).AnswerAsync();
    }
}

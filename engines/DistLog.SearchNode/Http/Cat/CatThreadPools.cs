using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Http.Cat;

/// <summary><c>_cat/thread_pool</c>: searches have a limit and a queue; the other pools of Elasticsearch share .NET's and are shown at rest.</summary>
internal static class CatThreadPools
{
    private static readonly (string Name, string Type)[] Pools =
    [
        ("fetch_shard_started", "scaling"), ("fetch_shard_store", "scaling"), ("flush", "scaling"), ("force_merge", "fixed"), ("generic", "scaling"), ("get", "fixed"),
        ("management", "scaling"), ("refresh", "scaling"), ("search", "fixed"), ("write", "fixed"),
    ];

    private static readonly CatColumn[] Columns =
    [
        new("node_name", "nn", "node name"),
        new("node_id", "id", "persistent node id", Default: false),
        new("ephemeral_node_id", "eid", "ephemeral node id", Default: false),
        new("pid", "p", "process id", Default: false, Right: true),
        new("host", "h", "host name", Default: false),
        new("ip", "i", "ip address", Default: false),
        new("port", "po", "bound transport port", Default: false, Right: true),
        new("name", "n", "thread pool name"),
        new("type", "t", "thread pool type", Default: false),
        new("active", "a", "number of active threads", Right: true),
        new("pool_size", "psz", "number of threads", Default: false, Right: true),
        new("queue", "q", "number of tasks currently in queue", Right: true),
        new("queue_size", "qs", "maximum number of tasks permitted in queue", Default: false, Right: true),
        new("rejected", "r", "number of rejected tasks", Right: true),
        new("largest", "l", "highest number of seen active threads", Default: false, Right: true),
        new("completed", "c", "number of completed tasks", Default: false, Right: true),
        new("core", "cr", "core number of threads in a scaling thread pool", Default: false, Right: true),
        new("max", "mx", "maximum number of threads in a scaling thread pool", Default: false, Right: true),
        new("size", "sz", "number of threads in a fixed thread pool", Default: false, Right: true),
        new("keep_alive", "ka", "thread keep alive time", Default: false, Right: true),
    ];

    public static Task HandleAsync(RestRequest request)
    {
        var table = new CatTable(request, Columns);
        var patterns = request.PathOrNull("thread_pool_patterns")?.Split(',') ?? ["*"];
        foreach (var (name, type) in Pools.Where(pool => patterns.Any(pattern => Glob.Matches(pattern, pool.Name))))
        {
            var (threads, fixedSize) = (Environment.ProcessorCount, type == "fixed");
            var searches = name == "search" ? request.Node.Tasks.Running.Count(task => task.Origin.Action == SearchEndpoints.SearchAction) : 0;
            var active = Math.Min(searches, threads);
            table.Add(
                NodeIdentity.Name, NodeIdentity.Id, NodeIdentity.Id, Environment.ProcessId, "127.0.0.1", "127.0.0.1", request.Http.Connection.LocalPort, name, type, active, threads, searches - active, -1, 0, threads, 0, fixedSize ? null : 1, fixedSize ? null : threads, fixedSize ? threads : null, fixedSize ? null : "5m");
        }

        return table.AnswerAsync();
    }
}

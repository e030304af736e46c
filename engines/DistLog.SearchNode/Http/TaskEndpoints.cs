using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster.Tasks;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Http;

/// <summary><c>_tasks</c>: what is under way, and cancelling it.</summary>
internal static class TaskEndpoints
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_tasks", ListAsync);
        routes.Map("GET", "/_tasks/{id}", GetAsync);
        routes.Map("POST", "/_tasks/_cancel", CancelAsync);
        routes.Map("POST", "/_tasks/{id}/_cancel", CancelAsync);
    }

    public static string IdOf(NodeTask task) => string.Create(CultureInfo.InvariantCulture, $"{NodeIdentity.Id}:{task.Number}");

    /// <summary>The tasks that the request's parameters leave.</summary>
    public static NodeTask[] Selected(RestRequest request)
    {
        var actions = request.List("actions");
        var nodes = request.List("nodes") ?? request.List("node_id");
        var isHere = nodes is null || nodes.Any(NodeIdentity.IsMeant);
        var parent = request.Parameter("parent_task_id");
        return isHere && parent is null or "" or "-1"
            ? [.. request.Node.Tasks.Running.Where(task => actions is null || actions.Any(pattern => Glob.Matches(pattern, task.Origin.Action)))]
            : [];
    }

    private static async Task ListAsync(RestRequest request)
    {
        using var self = request.BeginTask("cluster:monitor/tasks/lists", "", isCancellable: false);
        if (request.Flag("wait_for_completion"))
        {
            await WaitAsync(request, () => Selected(request).All(task => task == self));
        }

        await request.Tree(Grouped(request, Selected(request)));
    }

    public static JsonObject Grouped(RestRequest request, NodeTask[] tasks)
    {
        var detailed = request.Flag("detailed");
        switch (request.Parameter("group_by") ?? "nodes")
        {
            case "none":
                return new JsonObject { ["tasks"] = new JsonArray([.. tasks.Select(task => (JsonNode)Describe(task, detailed))]) };
            case "parents":
                return new JsonObject { ["tasks"] = Named(tasks, detailed) };
            case "nodes":
                return new JsonObject { ["nodes"] = tasks.Length == 0 ? [] : new JsonObject { [NodeIdentity.Id] = WithTasks(request, tasks, detailed) } };
            case var other:
                throw Refuse.IllegalArgument($"[group_by] must be one of [nodes], [parents] or [none] but was [{other}]");
        }
    }

    private static JsonObject WithTasks(RestRequest request, NodeTask[] tasks, bool detailed)
    {
        var node = NodeIdentity.Describe(request.Http);
        node["tasks"] = Named(tasks, detailed);
        return node;
    }

    private static JsonObject Named(NodeTask[] tasks, bool detailed) =>
        new(tasks.Select(task => KeyValuePair.Create(IdOf(task), (JsonNode?)Describe(task, detailed))));

    public static JsonObject Describe(NodeTask task, bool detailed, TimeSpan? took = null)
    {
        var json = new JsonObject
        {
            ["node"] = NodeIdentity.Id,
            ["id"] = task.Number,
            ["type"] = "transport",
            ["action"] = task.Origin.Action,
        };
        if (detailed)
        {
            json["description"] = task.Origin.Description;
        }

        if (task.Status is { } status)
        {
            json["status"] = status();
        }

        json["start_time_in_millis"] = task.StartMillis;
        json["running_time_in_nanos"] = (long)(took ?? task.Running).TotalNanoseconds;
        json["cancellable"] = task.Origin.IsCancellable;
        if (task.Origin.IsCancellable)
        {
            json["cancelled"] = task.IsCancelled;
        }

        json["headers"] = task.Origin.OpaqueId is { } opaque ? new JsonObject { ["X-Opaque-Id"] = opaque } : [];
        return json;
    }

    private static async Task GetAsync(RestRequest request)
    {
        var number = Parse(request.Path("id"));
        if (request.Flag("wait_for_completion"))
        {
            await WaitAsync(request, () => request.Node.Tasks.Find(number) is null);
        }

        if (request.Node.Tasks.Outcome(number) is { } outcome)
        {
            await request.Tree(Completed(outcome));
            return;
        }

        var task = request.Node.Tasks.Find(number) ?? throw NotFound(request.Path("id"));
        await request.Tree(new JsonObject { ["completed"] = false, ["task"] = Describe(task, detailed: true) });
    }

    private static JsonObject Completed(TaskOutcome outcome)
    {
        var json = new JsonObject { ["completed"] = true, ["task"] = Describe(outcome.Task, detailed: true, outcome.Took) };
        if (outcome.Response is { } response)
        {
            json["response"] = response.DeepClone();
        }

        if (outcome.Error is { } error)
        {
            json["error"] = new JsonObject { ["type"] = error.Type, ["reason"] = error.Message };
        }

        return json;
    }

    private static async Task CancelAsync(RestRequest request)
    {
        var id = request.PathOrNull("id");
        NodeTask[] tasks = id is null ? [.. Selected(request).Where(task => task.Origin.IsCancellable)] : Cancellable(request, id);
        if (id is not null && tasks.Length == 0)
        {
            await request.Tree(Failed(id));
            return;
        }

        foreach (var task in tasks)
        {
            task.Cancel();
        }

        if (request.Flag("wait_for_completion"))
        {
            await WaitAsync(request, () => tasks.All(task => request.Node.Tasks.Find(task.Number) is null));
        }

        await request.Tree(Grouped(request, tasks));
    }

    private static NodeTask[] Cancellable(RestRequest request, string id) => Find(request, id) switch
    {
        null => [],
        { Origin.IsCancellable: true } task => [task],
        _ => throw Refuse.IllegalArgument($"task [{id}] doesn't support cancellation"),
    };

    /// <summary>The task of an id, or null where it isn't there any more, or never was here.</summary>
    public static NodeTask? Find(RestRequest request, string id) => Split(id) is (NodeIdentity.Id, var number) ? request.Node.Tasks.Find(number) : null;

    /// <summary>What is answered where a task can't be reached: not an error, but that its node has failed.</summary>
    public static JsonObject Failed(string id)
    {
        var (node, _) = Split(id);
        var cause = node == NodeIdentity.Id
            ? new JsonObject { ["type"] = "resource_not_found_exception", ["reason"] = $"task [{id}] is not found" }
            : new JsonObject { ["type"] = "no_such_node_exception", ["reason"] = $"No such node [{node}]", ["node_id"] = node };
        var failure = new JsonObject { ["type"] = "failed_node_exception", ["reason"] = $"Failed node [{node}]", ["node_id"] = node, ["caused_by"] = cause };
        return new JsonObject { ["node_failures"] = new JsonArray(failure), ["nodes"] = new JsonObject() };
    }

    private static (string Node, long Number) Split(string id)
    {
        var colon = id.LastIndexOf(':');
        return colon > 0 && long.TryParse(id.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (id[..colon], number)
            : throw Refuse.IllegalArgument($"malformed task id {id}");
    }

    private static long Parse(string id)
    {
        var (node, number) = Split(id);
        return node == NodeIdentity.Id
            ? number
            : throw Refuse.ResourceNotFound($"task [{id}] belongs to the node [{node}] which isn't part of the cluster and there is no record of the task");
    }

    private static ElasticsearchException NotFound(string id) =>
        Refuse.ResourceNotFound($"task [{id}] isn't running and hasn't stored its results");

    private static async Task WaitAsync(RestRequest request, Func<bool> isDone)
    {
        var limit = request.Parameter("timeout") is { } text ? Durations.Parse(text, "timeout") : LongestWait;
        var start = Stopwatch.GetTimestamp();
        while (!isDone())
        {
            if (Stopwatch.GetElapsedTime(start) > limit)
            {
                throw new ElasticsearchException(503, "elasticsearch_timeout_exception", "Timed out waiting for completion of tasks");
            }

            await Task.Delay(10, request.Aborted);
        }
    }
}

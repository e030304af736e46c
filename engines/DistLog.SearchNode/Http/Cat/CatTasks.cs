using System.Globalization;

namespace DistLog.SearchNode.Http.Cat;

/// <summary><c>_cat/tasks</c>.</summary>
internal static class CatTasks
{
    public static Task HandleAsync(RestRequest request)
    {
        using var self = request.BeginTask("cluster:monitor/tasks/lists", "", isCancellable: false);
        var detailed = request.Flag("detailed");
        CatColumn[] columns =
        [
            new("id", "id", "id of the task with the node", Default: false),
            new("action", "ac", "task action"),
            new("task_id", "ti", "unique task id"),
            new("parent_task_id", "pti", "parent task id"),
            new("type", "ty", "task type"),
            new("start_time", "start", "start time in ms"),
            new("timestamp", "ts,hms,hhmmss", "start time in HH:MM:SS"),
            new("running_time_ns", "", "running time ns", Default: false, Right: true),
            new("running_time", "time", "running time", Right: true),
            new("node_id", "ni", "unique node id", Default: false),
            new("ip", "i", "ip address"),
            new("port", "po", "bound transport port", Default: false),
            new("node", "n", "node name"),
            new("version", "v", "es version", Default: false),
            new("x_opaque_id", "x", "X-Opaque-ID header", Default: false),
        ];
        var table = new CatTable(request, detailed ? [.. columns, new("description", "desc", "task action")] : columns);
        foreach (var task in TaskEndpoints.Selected(request))
        {
            var running = task.Running;
            object?[] row =
            [
                task.Number,
                task.Origin.Action,
                TaskEndpoints.IdOf(task),
                "-",
                "transport",
                task.StartMillis,
                DateTimeOffset.FromUnixTimeMilliseconds(task.StartMillis).ToString("HH:mm:ss", CultureInfo.InvariantCulture),
                (long)running.TotalNanoseconds,
                running,
                NodeIdentity.Id,
                "127.0.0.1",
                request.Http.Connection.LocalPort,
                NodeIdentity.Name,
                InfoEndpoints.Version,
                task.Origin.OpaqueId ?? "-",
            ];
            table.Add(detailed ? [.. row, task.Origin.Description] : row);
        }

        return table.AnswerAsync();
    }
}

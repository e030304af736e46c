using System.Runtime.CompilerServices;
using DistLog.SearchNode.Cluster.Tasks;

namespace DistLog.SearchNode.Http.ByQuery;

/// <summary>The throttles of tasks, for <c>_rethrottle</c>; a task that is gone takes its throttle with it.</summary>
internal static class Throttles
{
    private static readonly ConditionalWeakTable<NodeTask, Throttle> OfTasks = [];

    public static void Add(NodeTask task, Throttle throttle) => OfTasks.Add(task, throttle);

    public static Throttle? Find(NodeTask task) => OfTasks.TryGetValue(task, out var throttle) ? throttle : null;
}

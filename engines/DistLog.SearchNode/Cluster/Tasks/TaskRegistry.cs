using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Cluster.Tasks;

/// <summary>The tasks that are under way, and the outcomes of those that nobody waited for.</summary>
internal sealed class TaskRegistry(TimeProvider time, ILogger log)
{
    /// <summary>Outcomes kept for clients that ask later; the oldest go first. Each is one short JSON object.</summary>
    private const int KeptOutcomes = 1000;

    private readonly ConcurrentDictionary<long, NodeTask> _running = new();
    private readonly ConcurrentDictionary<long, TaskOutcome> _outcomes = new();
    private readonly ConcurrentQueue<long> _oldestFirst = new();
    private long _last;

    public IEnumerable<NodeTask> Running => _running.Values.OrderBy(task => task.Number);

    /// <summary>Lists a task until it is disposed.</summary>
    public NodeTask Begin(TaskOrigin origin)
    {
        var task = new NodeTask(this, Interlocked.Increment(ref _last), origin, time);
        _running[task.Number] = task;
        return task;
    }

    /// <summary>Runs work that its client doesn't wait for; the outcome can be asked for by the task's number.</summary>
    public NodeTask Start(TaskOrigin origin, Func<NodeTask, Task<JsonObject>> work)
    {
        var task = Begin(origin);
        _ = Task.Run(() => RunAsync(task, work));
        return task;
    }

    public NodeTask? Find(long number) => _running.GetValueOrDefault(number);

    public TaskOutcome? Outcome(long number) => _outcomes.GetValueOrDefault(number);

    public void Remove(NodeTask task) => _running.TryRemove(task.Number, out _);

    private async Task RunAsync(NodeTask task, Func<NodeTask, Task<JsonObject>> work)
    {
        using (task)
        {
            JsonObject? response = null;
            ElasticsearchException? error = null;
            try
            {
                response = await work(task);
            }
            catch (ElasticsearchException refused)
            {
                error = refused;
            }
            catch (OperationCanceledException)
            {
                error = Refuse.TaskCancelled();
            }
            catch (Exception bug)
            {
                Log.TaskFailed(log, bug, task.Origin.Action, task.Number);
                error = new ElasticsearchException(500, "exception", bug.Message);
            }

            Keep(new TaskOutcome(task, task.Running, response, error));
        }
    }

    private void Keep(TaskOutcome outcome)
    {
        _outcomes[outcome.Task.Number] = outcome;
        _oldestFirst.Enqueue(outcome.Task.Number);
        if (_outcomes.Count > KeptOutcomes && _oldestFirst.TryDequeue(out var oldest))
        {
            _outcomes.TryRemove(oldest, out _);
        }
    }
}

/// <summary>How a task ended that nobody waited for: with an answer or with an error.</summary>
internal sealed record TaskOutcome(NodeTask Task, TimeSpan Took, JsonObject? Response, ElasticsearchException? Error);

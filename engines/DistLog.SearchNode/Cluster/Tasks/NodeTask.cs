using System.Text.Json.Nodes;

namespace DistLog.SearchNode.Cluster.Tasks;

/// <summary>Work that a request started: it is listed by <c>_tasks</c> until it is disposed, and can be cancelled.</summary>
internal sealed class NodeTask : IDisposable
{
    private readonly TaskRegistry _registry;
    private readonly CancellationTokenSource _cancel;
    private readonly TimeProvider _time;
    private readonly long _started;

    public NodeTask(TaskRegistry registry, long number, TaskOrigin origin, TimeProvider time)
    {
        (_registry, Number, Origin, _time) = (registry, number, origin, time);
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(origin.Aborted);
        _started = time.GetTimestamp();
        StartMillis = time.GetUtcNow().ToUnixTimeMilliseconds();
        Token = _cancel.Token;
    }

    public long Number { get; }

    public TaskOrigin Origin { get; }

    /// <summary>Milliseconds since 1970.</summary>
    public long StartMillis { get; }

    public TimeSpan Running => _time.GetElapsedTime(_started);

    /// <summary>Cancelled when somebody cancels the task, and when the client that waits for it is gone.</summary>
    public CancellationToken Token { get; }

    /// <summary>True once somebody has asked for it by <c>_cancel</c>.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>How far it has come, where the task can tell.</summary>
    public Func<JsonObject>? Status { get; set; }

    /// <summary>Asks the work to stop; it ends when it looks at its token.</summary>
    public void Cancel()
    {
        if (Origin.IsCancellable && !Token.IsCancellationRequested)
        {
            IsCancelled = true;
            try
            {
                _cancel.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It has just ended by itself.
            }
        }
    }

    /// <summary>True once it is disposed.</summary>
    public bool IsDone { get; private set; }

    public void Dispose()
    {
        IsDone = true;
        _registry.Remove(this);
        _cancel.Dispose();
    }
}

/// <summary>What a task is and where it comes from.</summary>
/// <param name="Action">Elasticsearch's name of the action: indices:data/read/search.</param>
/// <param name="Description">What it works on.</param>
/// <param name="OpaqueId">The client's own id for its request (header X-Opaque-Id).</param>
/// <param name="IsCancellable">False for what ends by itself at once.</param>
/// <param name="Aborted">Cancelled when nobody waits for the outcome any more.</param>
internal sealed record TaskOrigin(string Action, string Description, string? OpaqueId = null, bool IsCancellable = true, CancellationToken Aborted = default);

namespace DistLog.Broker.Storage;

/// <summary>Something with writes that a commit makes durable.</summary>
internal interface ISyncTarget
{
    /// <summary>Makes all that was written before the call durable and visible. Called by one thread at a time.</summary>
    void Sync();
}

/// <summary>
/// One flusher for all files: it takes every target with waiting writes, syncs each once, then completes all that waited.
/// While it syncs, the next group gathers, so the group grows with the load and the latency stays near one fdatasync.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _work = new();
    private readonly Thread _thread;
    private readonly ILogger _logger;
    private readonly BrokerMetrics? _metrics;
    private readonly Action<Exception> _failStop;
    private HashSet<ISyncTarget> _targets = [];
    private TaskCompletionSource _group = NewGroup();
    private volatile bool _stopping;

    /// <param name="logger">Says why the process stops.</param>
    /// <param name="metrics">Told how long each commit takes.</param>
    /// <param name="failStop">Ends the process after a failed sync; a parameter so that a test can watch it.</param>
    public GroupCommit(ILogger<GroupCommit> logger, BrokerMetrics? metrics = null, Action<Exception>? failStop = null)
    {
        _logger = logger;
        _metrics = metrics;
        _failStop = failStop ?? (failure => Environment.FailFast("data could not be made durable: " + failure.Message, failure));
        _thread = new Thread(Run) { IsBackground = true, Name = "group commit" };
        _thread.Start();
    }

    /// <summary>The task ends when all that <paramref name="target"/> has written before this call is durable.</summary>
    public Task CommitAsync(ISyncTarget target)
    {
        Task group;
        lock (_lock)
        {
            _targets.Add(target);
            group = _group.Task;
        }

        _work.Set();
        return group;
    }

    public void Dispose()
    {
        _stopping = true;
        _work.Set();
        _thread.Join();
        _work.Dispose();
    }

    private static TaskCompletionSource NewGroup() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Run()
    {
        var spare = new HashSet<ISyncTarget>();
        do
        {
            _work.Wait();
            _work.Reset();
            spare = CommitGroup(spare);
        }
        while (!_stopping);

        CommitGroup(spare);
    }

    private HashSet<ISyncTarget> CommitGroup(HashSet<ISyncTarget> spare)
    {
        HashSet<ISyncTarget> targets;
        TaskCompletionSource group;
        lock (_lock)
        {
            (targets, _targets) = (_targets, spare);
            (group, _group) = (_group, NewGroup());
        }

        try
        {
            SyncAll(targets);
            group.SetResult();
        }
        catch (Exception failure)
        {
            Log.SyncFailed(_logger, failure);
            group.SetException(failure);
            _failStop(failure);
        }

        targets.Clear();
        return targets;
    }

    private void SyncAll(HashSet<ISyncTarget> targets)
    {
        // The last round at the end and a wake-up that came twice find no targets: no commits.
        var started = targets.Count > 0 && _metrics is not null ? _metrics.CommitStarted() : 0;
        foreach (var target in targets)
        {
            target.Sync();
        }

        _metrics?.CommitEnded(started);
    }
}

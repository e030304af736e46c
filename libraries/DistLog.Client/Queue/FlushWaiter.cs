namespace DistLog.Client.Queue;

/// <summary>Someone who waits until every event up to a number has been acknowledged.</summary>
internal sealed class FlushWaiter
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The last sequence number waited for.</summary>
    public ulong Target { get; set; }

    public Task Task => _done.Task;

    public bool TryFinish(ulong lowestOutstanding) => lowestOutstanding > Target && _done.TrySetResult();
}

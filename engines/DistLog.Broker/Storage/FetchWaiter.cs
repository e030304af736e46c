namespace DistLog.Broker.Storage;

/// <summary>A consumer that waits for data: woken by every append that becomes visible, never by polling.</summary>
internal sealed class FetchWaiter
{
    private TaskCompletionSource _signal = NewSignal();

    public void Wake() => Volatile.Read(ref _signal).TrySetResult();

    /// <summary>Waits for a wake-up since the last <see cref="Reset"/>; false when the time is over.</summary>
    public async ValueTask<bool> WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await Volatile.Read(ref _signal).Task.WaitAsync(timeout, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>To be called before the data is looked at, so that no append is missed between look and wait.</summary>
    public void Reset() => Volatile.Write(ref _signal, NewSignal());

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

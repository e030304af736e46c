using System.Diagnostics;

namespace DistLog.SearchNode.Http.ByQuery;

/// <summary>Keeps a request to so many documents a second, by waiting between its batches. The rate can be changed meanwhile.</summary>
internal sealed class Throttle(double rate, TimeProvider time)
{
    /// <summary>A timer can't run for years; a longer wait is made of several of these.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = NewSignal();
    private long _waitedTicks;
    private long _until;

    /// <summary>Documents a second; infinite without a limit.</summary>
    public double Rate { get; private set; } = rate;

    /// <summary>Milliseconds waited so far.</summary>
    public long Waited => _waitedTicks / TimeSpan.TicksPerMillisecond;

    /// <summary>Milliseconds that the wait now under way has left.</summary>
    public long Until => Math.Max(0, Volatile.Read(ref _until) - Environment.TickCount64);

    /// <summary>Changes the rate; who waits goes on by the new one at once.</summary>
    public void Change(double rate)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            Rate = rate;
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.SetResult();
    }

    /// <summary>Waits for as long as a batch of so many documents should have taken, but for the time that it did take.</summary>
    public async Task WaitAsync(int documents, TimeSpan took, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            while (true)
            {
                var (changed, left) = Left(documents, took + Stopwatch.GetElapsedTime(start));
                if (left <= TimeSpan.Zero)
                {
                    return;
                }

                Volatile.Write(ref _until, Environment.TickCount64 + (long)left.TotalMilliseconds);
                using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                await Task.WhenAny(changed, Task.Delay(left < LongestTimer ? left : LongestTimer, time, timer.Token));
                await timer.CancelAsync();
                cancel.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            Volatile.Write(ref _until, 0);
            _waitedTicks += Stopwatch.GetElapsedTime(start).Ticks;
        }
    }

    private (Task Changed, TimeSpan Left) Left(int documents, TimeSpan gone)
    {
        lock (_gate)
        {
            var seconds = documents / Rate;
            // Longer than anybody waits, and still a TimeSpan.
            return (_changed.Task, TimeSpan.FromSeconds(Math.Min(seconds, 1e9)) - gone);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

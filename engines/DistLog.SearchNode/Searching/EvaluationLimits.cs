using System.Diagnostics;

namespace DistLog.SearchNode.Searching;

/// <summary>Ends the evaluation of a search whose client is gone or whose time is up, wherever in its blocks it is.</summary>
internal sealed class EvaluationLimits(TimeSpan? timeout, CancellationToken cancel)
{
    [ThreadStatic]
    private static EvaluationLimits? _ofThisThread;

    private readonly long _started = Stopwatch.GetTimestamp();

    public bool IsTimeUp => timeout is { } limit && limit > TimeSpan.Zero && Stopwatch.GetElapsedTime(_started) > limit;

    /// <summary>Makes these the limits of what the calling thread evaluates from now on.</summary>
    public void Enter() => _ofThisThread = this;

    /// <summary>Ends that.</summary>
    public static void Leave() => _ofThisThread = null;

    /// <summary>Called between steps that take milliseconds: the clauses of a query, runs of strings under a regular expression.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    /// <exception cref="TimeoutException">The search's own time limit has passed.</exception>
    public static void Check()
    {
        if (_ofThisThread is { } limits)
        {
            limits.ThrowIfOver();
        }
    }

    /// <summary>The same in a loop over strings, every 64th time.</summary>
    public static void CheckNowAndThen(int round)
    {
        if ((round & 63) == 0)
        {
            Check();
        }
    }

    private void ThrowIfOver()
    {
        cancel.ThrowIfCancellationRequested();
        if (IsTimeUp)
        {
            throw new TimeoutException();
        }
    }
}

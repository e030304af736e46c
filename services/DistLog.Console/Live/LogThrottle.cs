namespace DistLog.Console.Live;

/// <summary>Lets so many logs per second through to the pages, and counts the others.</summary>
/// <remarks>Used by one thread.</remarks>
internal sealed class LogThrottle(int perSecond)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private TimeSpan _windowStart;
    private long _arrived;

    /// <summary>Whether this log is shown.</summary>
    public bool Admit() => ++_arrived <= perSecond;

    /// <summary>Ends the current second where it is over.</summary>
    /// <returns>What came in it, where something was skipped; otherwise null.</returns>
    public SkippedLogs? EndSecond(TimeSpan now)
    {
        if (now - _windowStart < Window)
        {
            return null;
        }

        var arrived = _arrived;
        _windowStart = now;
        _arrived = 0;
        return arrived > perSecond ? new SkippedLogs(arrived, arrived - perSecond) : null;
    }
}

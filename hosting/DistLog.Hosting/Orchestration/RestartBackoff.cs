namespace DistLog.Hosting.Orchestration;

/// <summary>How long to wait before a process that has ended is started again.</summary>
internal sealed class RestartBackoff(TimeSpan delay)
{
    /// <summary>A process that ran this long has recovered: the next end is a new story.</summary>
    public static readonly TimeSpan Stable = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private int _failures;

    public TimeSpan Next(TimeSpan ranFor)
    {
        if (ranFor >= Stable)
        {
            _failures = 0;
        }
        // Beyond 2^10 the limit holds anyway.
        TimeSpan wait = delay * Math.Pow(2, Math.Min(_failures, 10));
        _failures++;
        TimeSpan limit = delay > Longest ? delay : Longest;
        return wait < limit ? wait : limit;
    }
}

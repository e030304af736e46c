namespace DistLog.Client.Forward;

/// <summary>How the client stands with the collector, for the health check.</summary>
internal sealed class LinkState
{
    private volatile string? _problem;
    private long _acknowledged;

    /// <summary>Why the last attempt failed; null while all is well, and before the first attempt.</summary>
    public string? Problem => _problem;

    /// <summary>Events acknowledged since the start.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <returns>Whether this ends a failure.</returns>
    public bool Delivered(int events)
    {
        Interlocked.Add(ref _acknowledged, events);
        var recovered = _problem is not null;
        _problem = null;
        return recovered;
    }

    /// <returns>Whether this begins a failure.</returns>
    public bool Failed(string problem)
    {
        var first = _problem is null;
        _problem = problem;
        return first;
    }
}

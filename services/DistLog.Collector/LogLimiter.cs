namespace DistLog.Collector;

/// <summary>Lets a few log lines of one kind through each minute and counts the others: a peer must not be able to fill our own log.</summary>
internal sealed class LogLimiter(TimeProvider time)
{
    // Enough to see what goes on, little enough to read.
    private const int LinesPerWindow = 10;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long _windowStart;
    private int _lines;
    private long _suppressed;

    /// <summary>Whether this line may be written.</summary>
    /// <param name="suppressed">How many were not since the last one that was.</param>
    public bool Allows(out long suppressed)
    {
        lock (_lock)
        {
            StartWindow();
            suppressed = _suppressed;
            if (_lines == LinesPerWindow)
            {
                _suppressed++;
                return false;
            }
            _lines++;
            _suppressed = 0;
            return true;
        }
    }

    private void StartWindow()
    {
        if (_windowStart == 0 || time.GetElapsedTime(_windowStart) >= Window)
        {
            _windowStart = time.GetTimestamp();
            _lines = 0;
        }
    }
}

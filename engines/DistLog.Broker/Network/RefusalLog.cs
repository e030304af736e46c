namespace DistLog.Broker.Network;

/// <summary>Logs closed connections, at most one line in ten seconds, so that a port scan can't fill the log.</summary>
internal sealed class RefusalLog(TimeProvider time, ILogger<RefusalLog> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private DateTimeOffset _next;
    private long _suppressed;

    public void Refused(string peer, string reason)
    {
        lock (_lock)
        {
            if (time.GetUtcNow() < _next)
            {
                _suppressed++;
                return;
            }

            Log.ConnectionRefused(logger, peer, reason, _suppressed);
            (_next, _suppressed) = (time.GetUtcNow() + Interval, 0);
        }
    }
}

namespace DistLog.Router;

/// <summary>The router's log catalogue: events 400–499.</summary>
internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Warning, "Set {Count} records aside as dead letters, the first of them {Origin}: {Reason}")]
    public static partial void DeadLetters(ILogger logger, int count, string origin, string reason);

    [LoggerMessage(401, LogLevel.Warning, "The producer's queue is full: routing waits for the broker")]
    public static partial void QueueFull(ILogger logger);
}

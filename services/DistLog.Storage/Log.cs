namespace DistLog.Storage;

/// <summary>The log catalogue of storage: events 500–599.</summary>
internal static partial class Log
{
    [LoggerMessage(500, LogLevel.Warning, "The store did not take {Documents} documents for {Index}: {Reason}. Attempt {Attempt} follows in {Delay} ms")]
    public static partial void Retry(ILogger logger, int documents, string index, string reason, int attempt, int delay);

    [LoggerMessage(501, LogLevel.Warning, "The store refused {Count} documents for {Index} for good, the first of them {Origin}: {Reason}. They are dead letters now")]
    public static partial void DeadLetters(ILogger logger, int count, string index, string origin, string reason);

    [LoggerMessage(502, LogLevel.Error, "The store refused even the dead letter {Origin}: {Reason}. It stays on its topic only")]
    public static partial void DeadLetterRefused(ILogger logger, string origin, string reason);

    [LoggerMessage(510, LogLevel.Information, "Templates, data streams and indices are in place")]
    public static partial void SchemaReady(ILogger logger);

    [LoggerMessage(511, LogLevel.Warning, "The store is not ready for templates and data streams: {Reason}; trying again")]
    public static partial void SchemaNotReady(ILogger logger, string reason);

    [LoggerMessage(512, LogLevel.Information, "The store has no index lifecycle management (HTTP {Status}); its own retention applies")]
    public static partial void NoLifecycle(ILogger logger, int status);
}

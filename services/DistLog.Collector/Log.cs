namespace DistLog.Collector;

/// <summary>The collector's log catalogue: 2000 life, 2100 sink, 2200 forward, 2300 HTTP.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "The forward protocol listens on {Address}")]
    public static partial void ForwardListens(ILogger logger, string address);

    [LoggerMessage(2100, LogLevel.Warning, "The bus did not take {Records} records: {Reason}; senders that want acknowledgements will send them again ({Suppressed} like lines suppressed)")]
    public static partial void BatchFailed(ILogger logger, int records, string reason, long suppressed);

    [LoggerMessage(2101, LogLevel.Warning, "Stopped with {Records} records that the bus had not acknowledged within {Seconds} s")]
    public static partial void StoppedUnflushed(ILogger logger, int records, int seconds);

    [LoggerMessage(2102, LogLevel.Information, "The topics are there; records flow to the bus")]
    public static partial void TopicsReady(ILogger logger);

    [LoggerMessage(2200, LogLevel.Warning, "Closed the connection of {Peer}: {Reason} ({Suppressed} like lines suppressed)")]
    public static partial void PeerRefused(ILogger logger, string peer, string reason, long suppressed);

    [LoggerMessage(2201, LogLevel.Error, "A bug ended the connection of {Peer}")]
    public static partial void ConnectionBroke(ILogger logger, string peer, Exception exception);

    [LoggerMessage(2300, LogLevel.Warning, "Answered {Peer} with {Status}: {Reason} ({Suppressed} like lines suppressed)")]
    public static partial void RequestRefused(ILogger logger, string peer, int status, string reason, long suppressed);
}

namespace DistLog.Console;

/// <summary>The log catalogue of the console: events 700–799.</summary>
internal static partial class Log
{
    [LoggerMessage(700, LogLevel.Information, "Following the topics critical, alerts and registry")]
    public static partial void Following(ILogger logger);

    [LoggerMessage(701, LogLevel.Warning, "The bus can't be followed: {Reason}. Starting over in {Delay}")]
    public static partial void FollowingFailed(ILogger logger, string reason, TimeSpan delay);

    [LoggerMessage(702, LogLevel.Information, "The bus does not answer: {Reason}; pages say so until it does")]
    public static partial void BusSilent(ILogger logger, string reason);

    [LoggerMessage(703, LogLevel.Information, "The bus answers again")]
    public static partial void BusBack(ILogger logger);

    [LoggerMessage(704, LogLevel.Debug, "A record of {Topic} can't be read and is not shown")]
    public static partial void Unreadable(ILogger logger, string topic);

    [LoggerMessage(710, LogLevel.Information, "The store can't be asked: {Reason}; pages say so until it answers")]
    public static partial void StoreSilent(ILogger logger, string reason);

    [LoggerMessage(711, LogLevel.Information, "The store answers again")]
    public static partial void StoreBack(ILogger logger);

    [LoggerMessage(720, LogLevel.Warning, "{Open} live pages are open, which is the limit (Console:MaxConnections); another one was told to come back")]
    public static partial void TooManyPages(ILogger logger, int open);
}

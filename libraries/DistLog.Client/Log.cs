using DistLog.Client.Forward;
using Microsoft.Extensions.Logging;

namespace DistLog.Client;

/// <summary>What the client tells of itself, through the application's other loggers. Events 1000 to 1099.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Warning, "The collector at {Endpoint} cannot be reached; events wait in memory. {Problem}")]
    public static partial void CollectorAway(ILogger logger, ForwardEndpoint endpoint, string problem);

    [LoggerMessage(1001, LogLevel.Information, "The collector at {Endpoint} acknowledges again.")]
    public static partial void CollectorBack(ILogger logger, ForwardEndpoint endpoint);
}

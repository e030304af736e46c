using Microsoft.Extensions.Logging;

namespace DistLog.ServiceDefaults;

/// <summary>The log catalogue of what the services share: events 100–199.</summary>
internal static partial class Events
{
    [LoggerMessage(EventId = 100, Message = "Kafka client {Client} ({Facility}): {Text}")]
    public static partial void ClientSaid(ILogger logger, LogLevel level, string client, string facility, string text);

    [LoggerMessage(101, LogLevel.Information, "Kafka client {Client}: {Code}, {Reason}; it goes on trying")]
    public static partial void ClientError(ILogger logger, string client, string code, string reason);

    [LoggerMessage(102, LogLevel.Error, "Kafka client {Client} can't go on: {Code}, {Reason}")]
    public static partial void ClientFailed(ILogger logger, string client, string code, string reason);

    [LoggerMessage(110, LogLevel.Information, "Created topic {Topic} with {Partitions} partitions")]
    public static partial void TopicCreated(ILogger logger, string topic, int partitions);

    [LoggerMessage(111, LogLevel.Warning, "The topics could not be checked yet: {Reason}; trying again")]
    public static partial void TopicsNotReady(ILogger logger, string reason);
}

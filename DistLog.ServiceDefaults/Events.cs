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

    [LoggerMessage(120, LogLevel.Information, "Consumer group {Group} gave us {Partitions} partitions")]
    public static partial void Assigned(ILogger logger, string group, int partitions);

    [LoggerMessage(121, LogLevel.Information, "Consumer group {Group} takes back {Partitions} partitions; finishing what was read of them")]
    public static partial void Revoked(ILogger logger, string group, int partitions);

    [LoggerMessage(122, LogLevel.Warning, "Lost {Partitions} partitions of consumer group {Group} without notice; what is not committed will be done again")]
    public static partial void Lost(ILogger logger, string group, int partitions);

    [LoggerMessage(123, LogLevel.Warning, "{Batches} batches were not finished within {Milliseconds} ms; they will be done again")]
    public static partial void BatchesUnfinished(ILogger logger, int batches, int milliseconds);

    [LoggerMessage(124, LogLevel.Warning, "Reading the topics failed: {Code}, {Reason}; trying again")]
    public static partial void PollFailed(ILogger logger, string code, string reason);

    [LoggerMessage(125, LogLevel.Warning, "Offsets could not be committed: {Code}, {Reason}; trying again")]
    public static partial void CommitFailed(ILogger logger, string code, string reason);

    [LoggerMessage(126, LogLevel.Warning, "{Batches} batches wait for their acknowledgement: reading pauses until there is room")]
    public static partial void Paused(ILogger logger, int batches);

    [LoggerMessage(127, LogLevel.Information, "Reading goes on")]
    public static partial void Resumed(ILogger logger);

    [LoggerMessage(128, LogLevel.Critical, "Consumer group {Group} stops: its last batch failed, and nothing after it may be committed. Its records are read again by the next start")]
    public static partial void ConsumerFailed(ILogger logger, Exception exception, string group);
}

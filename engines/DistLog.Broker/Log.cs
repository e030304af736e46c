namespace DistLog.Broker;

/// <summary>Everything the broker logs: 1000 process, 1100 storage, 1200 topics, 1300 connections, 1400 groups.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Recovered {Topics} topics with {Partitions} partitions in {Milliseconds} ms from {Directory}")]
    public static partial void Recovered(ILogger logger, int topics, int partitions, long milliseconds, string directory);

    [LoggerMessage(1001, LogLevel.Information, "Serving the Kafka protocol on {Host}:{Port}, cluster {ClusterId}")]
    public static partial void Serving(ILogger logger, string host, int port, string clusterId);

    [LoggerMessage(1002, LogLevel.Error, "Housekeeping of {Directory} failed; it will be tried again")]
    public static partial void HousekeepingFailed(ILogger logger, string directory, Exception exception);

    [LoggerMessage(1100, LogLevel.Critical, "Data could not be made durable; the broker stops, and recovers from the disk when it is started again")]
    public static partial void SyncFailed(ILogger logger, Exception exception);

    [LoggerMessage(1101, LogLevel.Error, "Appending to {Directory} failed; producers are told to try again")]
    public static partial void AppendFailed(ILogger logger, string directory, Exception exception);

    [LoggerMessage(1102, LogLevel.Warning, "Cut a torn tail of {Bytes} bytes from {File} at {Position}: an append that was never acknowledged")]
    public static partial void TailCut(ILogger logger, string file, long bytes, long position);

    [LoggerMessage(1103, LogLevel.Error, "{File} has {Ranges} damaged ranges of {Bytes} bytes together; readers pass over them")]
    public static partial void DamageFound(ILogger logger, string file, int ranges, long bytes);

    [LoggerMessage(1104, LogLevel.Information, "Deleted segment {File} of {Bytes} bytes by retention")]
    public static partial void SegmentDeleted(ILogger logger, string file, long bytes);

    [LoggerMessage(1105, LogLevel.Warning, "Rewriting {File} failed; it grows until there is room")]
    public static partial void RewriteFailed(ILogger logger, string file, Exception exception);

    [LoggerMessage(1106, LogLevel.Information, "Compacted {Segments} segments in {Directory}, {Bytes} bytes saved")]
    public static partial void Compacted(ILogger logger, string directory, int segments, long bytes);

    [LoggerMessage(1107, LogLevel.Warning, "The index of {File} could not be written; it stays in memory, and is built anew at the next start")]
    public static partial void HintNotWritten(ILogger logger, string file, Exception exception);

    [LoggerMessage(1200, LogLevel.Information, "Created topic {Topic} with {Partitions} partitions")]
    public static partial void TopicCreated(ILogger logger, string topic, int partitions);

    [LoggerMessage(1201, LogLevel.Information, "Deleted topic {Topic}")]
    public static partial void TopicDeleted(ILogger logger, string topic);

    [LoggerMessage(1202, LogLevel.Warning, "Removed {Directory}, left over from a topic whose creation or deletion was cut short")]
    public static partial void LeftoverRemoved(ILogger logger, string directory);

    [LoggerMessage(1203, LogLevel.Error, "Topic {Topic} could not be created")]
    public static partial void TopicNotCreated(ILogger logger, string topic, Exception exception);

    [LoggerMessage(1300, LogLevel.Warning, "Closed the connection from {Peer}: {Reason} ({Suppressed} like it not logged)")]
    public static partial void ConnectionRefused(ILogger logger, string peer, string reason, long suppressed);

    [LoggerMessage(1301, LogLevel.Error, "Request {ApiKey} version {Version} from {Peer} failed; its connection is closed")]
    public static partial void RequestFailed(ILogger logger, short apiKey, short version, string peer, Exception exception);

    [LoggerMessage(1400, LogLevel.Information, "Group {Group} generation {Generation}: {Members} members, protocol {Protocol}")]
    public static partial void GroupGeneration(ILogger logger, string group, int generation, int members, string protocol);

    [LoggerMessage(1401, LogLevel.Information, "Member {Member} left group {Group}: {Reason}")]
    public static partial void MemberGone(ILogger logger, string group, string member, string reason);
}

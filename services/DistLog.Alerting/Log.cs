namespace DistLog.Alerting;

/// <summary>The log catalogue of alerting: events 600–699.</summary>
internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Information, "Restored {Nodes} nodes and {Alerts} firing log alerts; watching")]
    public static partial void Restored(ILogger logger, int nodes, int alerts);

    [LoggerMessage(601, LogLevel.Warning, "The bus failed: {Reason}. Starting over from what it holds in {Delay}")]
    public static partial void SessionFailed(ILogger logger, string reason, TimeSpan delay);

    [LoggerMessage(602, LogLevel.Information, "Offsets could not be committed ({Reason}); what was consumed since may be delivered again after a restart")]
    public static partial void CommitFailed(ILogger logger, string reason);

    [LoggerMessage(603, LogLevel.Warning, "{Topic} holds a record that can't be read, at partition {Partition} offset {Offset}; it is skipped")]
    public static partial void Unreadable(ILogger logger, string topic, int partition, long offset);

    [LoggerMessage(604, LogLevel.Information, "The bus does not say where its topics end ({Reason}); no node is judged until it does")]
    public static partial void ProbeFailed(ILogger logger, string reason);

    [LoggerMessage(605, LogLevel.Information, "Records could not be consumed ({Reason}); trying again")]
    public static partial void ConsumeFailed(ILogger logger, string reason);

    [LoggerMessage(610, LogLevel.Warning, "Node {NodeId} of {ServiceName} is DOWN: {Cause}")]
    public static partial void NodeDown(ILogger logger, string nodeId, string? serviceName, string? cause);

    [LoggerMessage(611, LogLevel.Information, "Node {NodeId} of {ServiceName} is {Status}: {Cause}")]
    public static partial void NodeChanged(ILogger logger, string nodeId, string? serviceName, string status, string? cause);
}

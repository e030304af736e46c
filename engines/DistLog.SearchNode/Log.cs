namespace DistLog.SearchNode;

/// <summary>Everything that the search node logs. 100: write-ahead log, 200: segments, 300: cluster, 400: HTTP.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Critical, "Write-ahead log file {File} could not be written; the process ends, and nothing more is acknowledged")]
    public static partial void WalFailed(ILogger log, Exception wrong, int file);

    [LoggerMessage(101, LogLevel.Warning, "{Path}: cut a torn tail of {Bytes} bytes at offset {Offset}; these writes were never acknowledged")]
    public static partial void WalTornTail(ILogger log, string path, long offset, long bytes);

    [LoggerMessage(102, LogLevel.Error, "{Path}: {Bytes} bytes at offset {Offset} are damaged and were skipped; the writes after them were replayed")]
    public static partial void WalDamaged(ILogger log, string path, long offset, long bytes);

    [LoggerMessage(103, LogLevel.Information, "Replayed {Records} writes from the write-ahead log in {Millis} ms")]
    public static partial void WalReplayed(ILogger log, long records, long millis);

    [LoggerMessage(104, LogLevel.Error, "Index [{Index}]: a write of the log could not be replayed and was skipped: {Reason}")]
    public static partial void ReplayRefused(ILogger log, string index, string reason);

    [LoggerMessage(200, LogLevel.Information, "Index [{Index}]: wrote segment {Segment} with {Documents} documents and {Bytes} bytes in {Millis} ms")]
    public static partial void SegmentWritten(ILogger log, string index, string segment, long documents, long bytes, long millis);

    [LoggerMessage(201, LogLevel.Error, "{Path}: {What} of block {Block} is damaged ({Why}); it is left out of searches")]
    public static partial void BlockDamaged(ILogger log, string path, string what, int block, string why);

    [LoggerMessage(202, LogLevel.Error, "{Path}: the segment can't be read and is left out: {Why}")]
    public static partial void SegmentDamaged(ILogger log, string path, string why);

    [LoggerMessage(203, LogLevel.Error, "Index [{Index}]: background work failed and will be tried again")]
    public static partial void BackgroundFailed(ILogger log, Exception wrong, string index);

    [LoggerMessage(204, LogLevel.Information, "Index [{Index}]: merged {Segments} segments into {Segment} with {Documents} documents in {Millis} ms")]
    public static partial void SegmentsMerged(ILogger log, string index, int segments, string segment, long documents, long millis);

    [LoggerMessage(300, LogLevel.Information, "Created {Kind} [{Name}]")]
    public static partial void Created(ILogger log, string kind, string name);

    [LoggerMessage(301, LogLevel.Information, "Deleted {Kind} [{Name}]")]
    public static partial void Deleted(ILogger log, string kind, string name);

    [LoggerMessage(302, LogLevel.Information, "Search node ready: {Indices} indices, data in {Directory}")]
    public static partial void Ready(ILogger log, int indices, string directory);

    [LoggerMessage(303, LogLevel.Error, "Task {Action} {Number} failed; this is a bug of the search node")]
    public static partial void TaskFailed(ILogger log, Exception wrong, string action, long number);

    [LoggerMessage(304, LogLevel.Information, "Index [{Index}] enters the {Phase} phase of its lifecycle")]
    public static partial void PhaseEntered(ILogger log, string index, string phase);

    [LoggerMessage(305, LogLevel.Warning, "[{Name}]: step {Step} of lifecycle [{Policy}] failed and will be tried again: {Reason}")]
    public static partial void LifecycleFailed(ILogger log, string name, string policy, string step, string reason);

    [LoggerMessage(306, LogLevel.Warning, "A slow search, {What}: {Millis} ms, those that it waited for a thread included (X-Opaque-Id: {Client})")]
    public static partial void SlowSearch(ILogger log, string what, long millis, string? client);

    [LoggerMessage(400, LogLevel.Error, "{Method} {Path} failed; this is a bug of the search node")]
    public static partial void RequestFailed(ILogger log, Exception wrong, string method, string path);
}

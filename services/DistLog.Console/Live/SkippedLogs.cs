namespace DistLog.Console.Live;

/// <summary>How many logs came in the last second, and how many of them are not shown.</summary>
internal sealed record SkippedLogs(long Arrived, long Skipped);

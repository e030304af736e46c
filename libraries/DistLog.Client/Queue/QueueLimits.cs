namespace DistLog.Client.Queue;

/// <summary>What the queue may hold, and when a batch is worth sending before its linger is over.</summary>
internal readonly record struct QueueLimits(int MaxEvents, int MaxBytes, int BatchEvents, int BatchBytes, TimeSpan Linger);

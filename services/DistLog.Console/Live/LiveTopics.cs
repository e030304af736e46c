namespace DistLog.Console.Live;

/// <summary>What a page can subscribe to.</summary>
[Flags]
internal enum LiveTopics
{
    None = 0,
    Logs = 1,
    Nodes = 2,
    Alerts = 4,
    Counts = 8,

    /// <summary>How bus and store are; every page gets it.</summary>
    Status = 16,
}

using DistLog.Contracts;

namespace DistLog.Client.Queue;

/// <summary>Where an event waits: one lane for each severity, and one ahead of all.</summary>
internal enum Lane
{
    Trace = Severity.Trace,
    Debug = Severity.Debug,
    Info = Severity.Info,
    Warn = Severity.Warn,
    Error = Severity.Error,
    Fatal = Severity.Fatal,

    /// <summary>Registration, beats and reports of drops: few, never evicted, and sent first, so that a backlog does not make a living node look dead.</summary>
    Life,
}

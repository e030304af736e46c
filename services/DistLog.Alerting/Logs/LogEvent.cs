using DistLog.Contracts;

namespace DistLog.Alerting.Logs;

/// <summary>What alerting needs of a log of WARN or above, from the topic critical.</summary>
/// <remarks>All but the level may be missing; a template is there only where the sender told it.</remarks>
internal readonly record struct LogEvent(
    Severity Level,
    string Message,
    string? Template,
    string? ServiceName,
    string? NodeId,
    string? LogId,
    string? TraceId);

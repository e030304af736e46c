namespace DistLog.Console.Logs;

/// <summary>What a list shows of a log. All texts are safe to show: visible and cut.</summary>
public sealed record LogView(
    string Id,
    DateTimeOffset Time,
    string Level,
    string Service,
    string Node,
    string Message,
    string? TraceId);

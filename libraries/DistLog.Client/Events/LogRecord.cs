using DistLog.Contracts;

namespace DistLog.Client.Events;

/// <summary>A log as the application gave it, before it is written.</summary>
internal readonly ref struct LogRecord
{
    public required Severity Severity { get; init; }

    public required string Message { get; init; }

    public string? Template { get; init; }

    public string? Category { get; init; }

    public int EventId { get; init; }

    public string? EventName { get; init; }

    public Exception? Exception { get; init; }

    public required PropertyBag Properties { get; init; }
}

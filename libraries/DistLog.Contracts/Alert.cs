using System.Text.Json.Serialization;

namespace DistLog.Contracts;

/// <summary>A transition of an alert: the value on the topic alerts and the document in the alerts data stream.</summary>
/// <remarks>All times are the server's clock. JSON is snake_case (<see cref="ContractJson"/>).</remarks>
public sealed record Alert
{
    /// <summary>Identifies this transition; it is the document's <c>_id</c>.</summary>
    public required string AlertId { get; init; }

    /// <summary>Identifies what is alerted on: transitions of one alert share it.</summary>
    public required string Fingerprint { get; init; }

    /// <summary><c>log</c> for a log of WARN or above, <c>node</c> for a node that went silent.</summary>
    public required string Kind { get; init; }

    /// <summary><c>firing</c> or <c>resolved</c>.</summary>
    public required string Status { get; init; }

    /// <summary>WARN, ERROR or FATAL.</summary>
    public required string Severity { get; init; }

    /// <summary>What happened, in one line.</summary>
    public required string Title { get; init; }

    public string? ServiceName { get; init; }

    public string? NodeId { get; init; }

    /// <summary>The log that caused this transition, where one did.</summary>
    public string? LogId { get; init; }

    public string? TraceId { get; init; }

    /// <summary>How many events this alert stands for so far.</summary>
    public long Count { get; init; } = 1;

    /// <summary>When the alert began to fire.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When it was resolved; null while it fires.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>When this transition happened.</summary>
    [JsonPropertyName(Fields.Timestamp)]
    public required DateTimeOffset Timestamp { get; init; }
}

using System.Text.Json.Serialization;

namespace DistLog.Contracts;

/// <summary>What could not be processed, with its bytes and the reason.</summary>
/// <remarks>JSON is snake_case (<see cref="ContractJson"/>).</remarks>
public sealed record DeadLetter
{
    /// <summary>When it was set aside (the server's clock).</summary>
    [JsonPropertyName(Fields.Timestamp)]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Why, in a sentence that says what was found.</summary>
    public required string Reason { get; init; }

    /// <summary>Where it was found, such as <c>collector/forward</c>, <c>router</c> or <c>storage</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Topic-partition-offset it came from, or null where it never was on the bus.</summary>
    public string? Origin { get; init; }

    /// <summary>The sender's tag, where known.</summary>
    public string? Tag { get; init; }

    /// <summary>The peer's IP address, where known.</summary>
    public string? Sender { get; init; }

    /// <summary>The bytes as they came (base64 in JSON), at most <see cref="MaxBytes"/>.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>How many bytes there were, where more than are kept.</summary>
    public long? OriginalLength { get; init; }

    /// <summary>How many bytes are kept: half of a Kafka message's default limit of 1 MiB, since base64 adds a third.</summary>
    public const int MaxBytes = 512 * 1024;
}

using DistLog.Contracts;

namespace DistLog.Router.Normalisation;

/// <summary>What became of a record. The spans are the normaliser's own and stay valid until its next call.</summary>
internal readonly ref struct NormalisedEvent
{
    /// <summary>Why the record can't be understood; null: it can, and the rest is set.</summary>
    public string? Refusal { get; init; }

    public MessageKind Kind { get; init; }

    /// <summary>The level, where it is a log.</summary>
    public Severity Severity { get; init; }

    /// <summary>The finished document.</summary>
    public ReadOnlySpan<byte> Document { get; init; }

    /// <summary>The node's id, as UTF-8.</summary>
    public ReadOnlySpan<byte> NodeId { get; init; }

    /// <summary>The log's id, as UTF-8; empty where it is no log.</summary>
    public ReadOnlySpan<byte> LogId { get; init; }
}

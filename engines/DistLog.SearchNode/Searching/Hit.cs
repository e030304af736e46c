using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Searching;

/// <summary>A document found.</summary>
internal sealed class Hit
{
    public required ResolvedIndex Target { get; init; }

    public required Block Block { get; init; }

    public required int Row { get; init; }

    /// <summary>Its place among all documents searched; breaks ties.</summary>
    public required long Document { get; init; }

    public required float Score { get; set; }

    public required SortValue[] Keys { get; init; }

    /// <summary>The value that it is collapsed by; null where it has none, or nothing is collapsed.</summary>
    public object? Group { get; init; }

    /// <summary>What else is shown of it; filled in when it is known to be given out.</summary>
    public HitExtras Extras { get; set; } = HitExtras.None;

    /// <summary>The document's id; read when the hit is known to be given out.</summary>
    public byte[] Id { get; set; } = [];

    /// <summary>The document, if it is asked for.</summary>
    public ReadOnlyMemory<byte> Source { get; set; }
}

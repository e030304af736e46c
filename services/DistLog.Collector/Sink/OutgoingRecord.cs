namespace DistLog.Collector.Sink;

/// <summary>One record as it goes to the bus.</summary>
/// <param name="Key">The node's id; null for a dead letter.</param>
/// <param name="Value">A JSON object; owned by the batch, and not changed any more.</param>
internal readonly record struct OutgoingRecord(byte[]? Key, byte[] Value)
{
    public bool IsDeadLetter => Key is null;
}

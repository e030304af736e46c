namespace DistLog.Collector.Sink;

/// <summary>What became of a batch.</summary>
/// <param name="Error">Null where the bus acknowledged every record; else the first reason why it did not.</param>
internal readonly record struct BatchOutcome(string? Error)
{
    public bool Acked => Error is null;
}

namespace DistLog.Client.Queue;

/// <summary>One encoded forward entry. Whoever takes it out of the queue gives it back by <see cref="EventQueue.Recycle"/>.</summary>
/// <param name="Buffer">The queue's, lent until then.</param>
/// <param name="Length">Bytes used of it.</param>
/// <param name="Sequence">The node's number for the event.</param>
internal readonly record struct QueuedEvent(byte[] Buffer, int Length, ulong Sequence)
{
    public ReadOnlySpan<byte> Span => Buffer.AsSpan(0, Length);
}

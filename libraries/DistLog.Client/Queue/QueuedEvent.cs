namespace DistLog.Client.Queue;

/// <summary>One encoded forward entry. Whoever takes it out of the queue returns the buffer to the shared pool.</summary>
/// <param name="Buffer">Rented from the shared pool.</param>
/// <param name="Length">Bytes used of it.</param>
/// <param name="Sequence">The node's number for the event.</param>
internal readonly record struct QueuedEvent(byte[] Buffer, int Length, ulong Sequence)
{
    public ReadOnlySpan<byte> Span => Buffer.AsSpan(0, Length);
}

using System.Buffers.Binary;

namespace DistLog.Broker.Storage;

/// <summary>
/// One point of a segment's sparse index: a batch's offset relative to the segment's base, its position in the file, and the
/// largest timestamp of all batches before it. Both keys only grow, so the same entries serve searches by offset and by time.
/// On disk 16 bytes, big-endian, in this order.
/// </summary>
internal readonly record struct IndexEntry(int RelativeOffset, int Position, long MaxTimestampBefore)
{
    public const int Size = 16;

    public static IndexEntry Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt32BigEndian(bytes),
        BinaryPrimitives.ReadInt32BigEndian(bytes[4..]),
        BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes, RelativeOffset);
        BinaryPrimitives.WriteInt32BigEndian(bytes[4..], Position);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], MaxTimestampBefore);
    }
}

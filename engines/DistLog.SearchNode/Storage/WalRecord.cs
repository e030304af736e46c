using System.Buffers.Binary;

namespace DistLog.SearchNode.Storage;

/// <summary>
/// One write in the log. Layout, little-endian: length u32 of what follows the checksum, CRC-32C u32 of it, then kind u8, index u32,
/// sequence number i64, version i64, id length u16, id, and the rest is the document. Kind 1 is a document, 2 a deletion, 3 (since format 2)
/// a document with a routing value, whose length u8 and bytes stand between the id and the document.
/// </summary>
internal readonly ref struct WalRecord
{
    public const int FrameSize = 8;
    /// <summary>Bytes of the longest routing value.</summary>
    public const int LongestRouting = byte.MaxValue;

    public const int FixedSize = 1 + 4 + 8 + 8 + 2;

    /// <summary>A document is at most a request, which is at most 100 MiB; a longer length is damage.</summary>
    public const int LongestPayload = (100 << 20) + 1024;

    public required bool IsDelete { get; init; }

    public required int Index { get; init; }

    public required long SeqNo { get; init; }

    public required long Version { get; init; }

    public required ReadOnlySpan<byte> Id { get; init; }

    /// <summary>What the document was routed by; empty for nearly all.</summary>
    public ReadOnlySpan<byte> Routing { get; init; }

    public required ReadOnlySpan<byte> Source { get; init; }

    public int Size => FrameSize + FixedSize + Id.Length + RoutingSize + Source.Length;

    private int RoutingSize => Routing.IsEmpty ? 0 : 1 + Routing.Length;

    /// <summary>The record of a write that has been done.</summary>
    public static WalRecord Of(int index, in PreparedWrite write) => new()
    {
        IsDelete = write.Kind == WriteKind.Delete,
        Index = index,
        SeqNo = write.Result.SeqNo,
        Version = write.Result.Version,
        Id = write.Id.Span,
        Routing = write.Parsed is { } parsed ? parsed.Routing : default,
        Source = write.Source.Span,
    };

    public void Write(Span<byte> target)
    {
        var payload = target[FrameSize..Size];
        payload[0] = IsDelete ? (byte)2 : Routing.IsEmpty ? (byte)1 : (byte)3;
        BinaryPrimitives.WriteInt32LittleEndian(payload[1..], Index);
        BinaryPrimitives.WriteInt64LittleEndian(payload[5..], SeqNo);
        BinaryPrimitives.WriteInt64LittleEndian(payload[13..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[21..], (ushort)Id.Length);
        Id.CopyTo(payload[FixedSize..]);
        if (!Routing.IsEmpty)
        {
            payload[FixedSize + Id.Length] = (byte)Routing.Length;
            Routing.CopyTo(payload[(FixedSize + Id.Length + 1)..]);
        }

        Source.CopyTo(payload[(FixedSize + Id.Length + RoutingSize)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], Hash.Checksum(payload));
    }

    /// <summary>Reads the record that starts the bytes; false where they hold no whole, undamaged one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out WalRecord record, out int size)
    {
        record = default;
        size = 0;
        if (bytes.Length < FrameSize + FixedSize)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length is < FixedSize or > LongestPayload || bytes.Length - FrameSize < length)
        {
            return false;
        }

        var payload = bytes.Slice(FrameSize, (int)length);
        var idLength = BinaryPrimitives.ReadUInt16LittleEndian(payload[21..]);
        var end = FixedSize + idLength;
        var hasRouting = payload[0] == 3;
        if (payload[0] is not (1 or 2 or 3)
            || end + (hasRouting ? 1 : 0) > length
            || (hasRouting && end + 1 + payload[end] > length)
            || Hash.Checksum(payload) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]))
        {
            return false;
        }

        size = FrameSize + (int)length;
        record = new WalRecord
        {
            IsDelete = payload[0] == 2,
            Index = BinaryPrimitives.ReadInt32LittleEndian(payload[1..]),
            SeqNo = BinaryPrimitives.ReadInt64LittleEndian(payload[5..]),
            Version = BinaryPrimitives.ReadInt64LittleEndian(payload[13..]),
            Id = payload.Slice(FixedSize, idLength),
            Routing = hasRouting ? payload.Slice(end + 1, payload[end]) : default,
            Source = payload[(hasRouting ? end + 1 + payload[end] : end)..],
        };
        return true;
    }
}

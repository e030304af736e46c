using System.Buffers.Binary;

namespace DistLog.Client.Events;

/// <summary>Makes log_ids: UUIDs of version 7 (RFC 9562, 5.7), so that ids sort by time.</summary>
/// <remarks>
/// Guid.CreateVersion7 asks the kernel for randomness each time, which costs more than all the rest of a log call. An
/// id has to be unique, not unguessable: Random.Shared is seeded by the kernel with 256 bits for each thread.
/// </remarks>
internal static class LogId
{
    /// <summary>Characters of a UUID with its hyphens.</summary>
    public const int Length = 36;

    /// <summary>Writes an id in its usual form, 8-4-4-4-12.</summary>
    public static void Write(DateTimeOffset now, Span<byte> text)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(id, ((ulong)now.ToUnixTimeMilliseconds() << 16) | 0x7000 | (uint)Random.Shared.Next(0x1000));
        BinaryPrimitives.WriteInt64BigEndian(id[8..], Random.Shared.NextInt64());
        id[8] = (byte)((id[8] & 0x3f) | 0x80);
        Format(id, text);
    }

    private static void Format(ReadOnlySpan<byte> id, Span<byte> text)
    {
        Convert.TryToHexStringLower(id[..4], text, out _);
        Convert.TryToHexStringLower(id[4..6], text[9..], out _);
        Convert.TryToHexStringLower(id[6..8], text[14..], out _);
        Convert.TryToHexStringLower(id[8..10], text[19..], out _);
        Convert.TryToHexStringLower(id[10..], text[24..], out _);
        text[8] = text[13] = text[18] = text[23] = (byte)'-';
    }
}

using System.Buffers;
using System.IO.Compression;

namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>
/// Bytes that nothing typed fits, compressed where that pays. Layout: codec u8, length varint, and, where it is compressed, the
/// compressed length as varint; then the bytes.
/// </summary>
internal static class PackedBytes
{
    private const byte Stored = 0;
    private const byte Brotli = 1;

    /// <summary>Quality 2: within a tenth of what quality 4 makes of log lines, for half the time.</summary>
    private const int Quality = 2;

    /// <summary>2^20 bytes: a column of a block seldom has more.</summary>
    private const int Window = 20;

    /// <summary>Shorter ones hardly shrink.</summary>
    private const int Shortest = 32;

    /// <summary>Bytes of the longest that is taken for undamaged: four times the largest request.</summary>
    private const int Longest = int.MaxValue / 2;

    public static void Write(ByteBuffer target, ReadOnlySpan<byte> bytes)
    {
        var room = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(bytes.Length));
        var pays = bytes.Length >= Shortest && BrotliEncoder.TryCompress(bytes, room, out var length, Quality, Window) && length < bytes.Length - (bytes.Length / 16)
            ? length
            : -1;
        target.Byte(pays < 0 ? Stored : Brotli);
        target.Varint((ulong)bytes.Length);
        if (pays < 0)
        {
            target.Bytes(bytes);
        }
        else
        {
            target.Varint((ulong)pays);
            target.Bytes(room.AsSpan(0, pays));
        }

        ArrayPool<byte>.Shared.Return(room);
    }

    /// <exception cref="DamagedDataException">It can't be what was written.</exception>
    public static byte[] Read(ref ByteReader source)
    {
        var codec = source.Byte();
        var length = source.Count(Longest);
        return codec switch
        {
            Stored => source.Take(length).ToArray(),
            Brotli => Decompress(source.Take(source.Count(Longest)), length),
            _ => throw new DamagedDataException("bytes are packed by no known codec"),
        };
    }

    /// <summary>Grows as it goes, so that a damaged length doesn't ask for memory that the bytes can't fill.</summary>
    private static byte[] Decompress(ReadOnlySpan<byte> packed, int length)
    {
        var bytes = new byte[(int)Math.Min(length, (64L * packed.Length) + 4096)];
        var written = 0;
        using var decoder = default(BrotliDecoder);
        for (; ; )
        {
            var status = decoder.Decompress(packed, bytes.AsSpan(written), out var consumed, out var made);
            packed = packed[consumed..];
            written += made;
            if (status == OperationStatus.DestinationTooSmall && bytes.Length < length)
            {
                Array.Resize(ref bytes, (int)Math.Min(length, bytes.Length * 4L));
                continue;
            }

            return status == OperationStatus.Done && written == length
                ? bytes
                : throw new DamagedDataException("packed bytes can't be decompressed");
        }
    }
}

using System.IO.Compression;

namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>General compression of what the columns' own encodings leave. The first byte of a chunk names the codec.</summary>
internal static class BlockCodec
{
    private const byte Stored = 0;
    private const byte Brotli = 1;

    /// <summary>Quality 2: within a tenth of what quality 4 makes of log lines, for half the time.</summary>
    private const int Quality = 2;

    /// <summary>2^20 bytes: a column of a block seldom has more.</summary>
    private const int Window = 20;

    /// <summary>Compresses, or stores as it is what doesn't get smaller.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length) + 1];
        if (bytes.Length > 64 && BrotliEncoder.TryCompress(bytes, packed.AsSpan(1), out var length, Quality, Window) && length < bytes.Length - (bytes.Length / 16))
        {
            packed[0] = Brotli;
            return packed[..(length + 1)];
        }

        return [Stored, .. bytes];
    }

    /// <summary>Gives back what was compressed; <paramref name="length"/> is its known length.</summary>
    /// <exception cref="DamagedDataException">It can't be what was compressed.</exception>
    public static byte[] Decompress(ReadOnlySpan<byte> packed, int length)
    {
        if (packed.IsEmpty || (packed[0] == Stored && packed.Length - 1 != length) || packed[0] > Brotli)
        {
            throw new DamagedDataException("the chunk names no known codec");
        }

        if (packed[0] == Stored)
        {
            return packed[1..].ToArray();
        }

        var bytes = new byte[length];
        return BrotliDecoder.TryDecompress(packed[1..], bytes, out var written) && written == length
            ? bytes
            : throw new DamagedDataException("the chunk can't be decompressed");
    }
}

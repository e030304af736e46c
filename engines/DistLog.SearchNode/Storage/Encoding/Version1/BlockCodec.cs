using System.IO.Compression;

namespace DistLog.SearchNode.Storage.Encoding.Version1;

/// <summary>General compression of a chunk as a whole. Its first byte names the codec: stored or Brotli.</summary>
internal static class BlockCodec
{
    private const byte Stored = 0;
    private const byte Brotli = 1;

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

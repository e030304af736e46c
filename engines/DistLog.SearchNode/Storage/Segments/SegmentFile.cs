using System.Buffers.Binary;
using DistLog.SearchNode.Storage.Encoding;
using Microsoft.Win32.SafeHandles;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>
/// A segment's file: header (magic, format version), chunks, directory, and at the very end the directory's offset i64, its length i32,
/// its checksum u32 and the magic again, so that a file cut short is told from a whole one.
/// </summary>
internal static class SegmentFile
{
    public const int TrailerSize = 8 + 4 + 4 + 8;

    /// <summary>"DLSEG", format version 1.</summary>
    public static ReadOnlySpan<byte> Header => "DLSEG\0\u0001\0"u8;

    public static byte[] Trailer(long offset, ReadOnlySpan<byte> directory)
    {
        var trailer = new byte[TrailerSize];
        BinaryPrimitives.WriteInt64LittleEndian(trailer, offset);
        BinaryPrimitives.WriteInt32LittleEndian(trailer.AsSpan(8), directory.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(12), Hash.Checksum(directory));
        Header.CopyTo(trailer.AsSpan(16));
        return trailer;
    }

    /// <summary>Reads the directory.</summary>
    /// <exception cref="DamagedDataException">The file isn't a whole segment of this format.</exception>
    public static BlockEntry[] ReadDirectory(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        if (length < Header.Length + TrailerSize)
        {
            throw new DamagedDataException($"the file has only {length} bytes");
        }

        var header = ReadBytes(file, 0, Header.Length);
        var trailer = ReadBytes(file, length - TrailerSize, TrailerSize);
        if (!header.AsSpan().SequenceEqual(Header) || !trailer.AsSpan(16).SequenceEqual(Header))
        {
            throw new DamagedDataException("the file doesn't begin and end as a segment of format 1 does");
        }

        var (offset, size) = (BinaryPrimitives.ReadInt64LittleEndian(trailer), BinaryPrimitives.ReadInt32LittleEndian(trailer.AsSpan(8)));
        if (offset < 0 || size < 0 || offset + size > length)
        {
            throw new DamagedDataException("the directory lies outside of the file");
        }

        var directory = ReadBytes(file, offset, size);
        if (Hash.Checksum(directory) != BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(12)))
        {
            throw new DamagedDataException("the directory's checksum is wrong");
        }

        var reader = new ByteReader(directory);
        var blocks = new BlockEntry[reader.Count(1 << 20)];
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = BlockEntry.Read(ref reader);
        }

        return blocks;
    }

    /// <summary>Reads a chunk as it stands in the file, checked.</summary>
    public static byte[] ReadPacked(SafeFileHandle file, in Chunk chunk)
    {
        var packed = ReadBytes(file, chunk.Offset, chunk.Length);
        return Hash.Checksum(packed) == chunk.Checksum
            ? packed
            : throw new DamagedDataException("the checksum is wrong");
    }

    public static byte[] ReadChunk(SafeFileHandle file, in Chunk chunk) => BlockCodec.Decompress(ReadPacked(file, chunk), chunk.RawLength);

    private static byte[] ReadBytes(SafeFileHandle file, long offset, int length)
    {
        var bytes = new byte[length];
        for (var read = 0; read < length;)
        {
            var count = RandomAccess.Read(file, bytes.AsSpan(read), offset + read);
            read += count > 0 ? count : throw new DamagedDataException($"the file ends at {offset + read}, inside of a chunk");
        }

        return bytes;
    }
}

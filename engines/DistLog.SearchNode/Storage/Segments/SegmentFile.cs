using System.Buffers.Binary;
using DistLog.SearchNode.Storage.Encoding;
using Microsoft.Win32.SafeHandles;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>
/// A segment's file: header (magic, format version), chunks, directory, and at the very end the directory's offset i64, its length i32,
/// its checksum u32 and the header again, so that a file cut short is told from a whole one.
/// </summary>
internal static class SegmentFile
{
    public const int TrailerSize = 8 + 4 + 4 + 8;

    /// <summary>Which byte of the header is the format's version.</summary>
    private const int VersionAt = 6;

    /// <summary>"DLSEG", format version 2. Version 1 is read, and written no more.</summary>
    public static ReadOnlySpan<byte> Header => "DLSEG\0\u0002\0"u8;

    private static ReadOnlySpan<byte> Version1Header => "DLSEG\0\u0001\0"u8;

    public static byte[] Trailer(long offset, ReadOnlySpan<byte> directory)
    {
        var trailer = new byte[TrailerSize];
        BinaryPrimitives.WriteInt64LittleEndian(trailer, offset);
        BinaryPrimitives.WriteInt32LittleEndian(trailer.AsSpan(8), directory.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(12), Hash.Checksum(directory));
        Header.CopyTo(trailer.AsSpan(16));
        return trailer;
    }

    /// <summary>Reads the directory, and which version of the format it is.</summary>
    /// <exception cref="DamagedDataException">The file isn't a whole segment of a known format.</exception>
    public static (SegmentDirectory Directory, int Version) ReadDirectory(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        if (length < Header.Length + TrailerSize)
        {
            throw new DamagedDataException($"the file has only {length} bytes");
        }

        var header = ReadBytes(file, 0, Header.Length);
        var trailer = ReadBytes(file, length - TrailerSize, TrailerSize);
        if (!trailer.AsSpan(16).SequenceEqual(header) || !(header.AsSpan().SequenceEqual(Header) || header.AsSpan().SequenceEqual(Version1Header)))
        {
            throw new DamagedDataException("the file doesn't begin and end as a segment of format 1 or 2 does");
        }

        var (offset, size) = (BinaryPrimitives.ReadInt64LittleEndian(trailer), BinaryPrimitives.ReadInt32LittleEndian(trailer.AsSpan(8)));
        if (offset < 0 || size < 0 || offset > length - size)
        {
            throw new DamagedDataException("the directory lies outside of the file");
        }

        var directory = ReadBytes(file, offset, size);
        if (Hash.Checksum(directory) != BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(12)))
        {
            throw new DamagedDataException("the directory's checksum is wrong");
        }

        var reader = new ByteReader(directory);
        return (header[VersionAt] == 1 ? Version1Directory.Read(ref reader) : SegmentDirectory.Read(ref reader, Header.Length), header[VersionAt]);
    }

    /// <summary>Reads a chunk as it stands in the file, checked.</summary>
    public static byte[] ReadChunk(SafeFileHandle file, long start, in Chunk chunk)
    {
        var bytes = new byte[chunk.Length];
        ReadChunk(file, start, chunk, bytes);
        return bytes;
    }

    /// <summary>Reads a chunk as it stands in the file, checked, into memory of its length.</summary>
    public static void ReadChunk(SafeFileHandle file, long start, in Chunk chunk, Span<byte> target)
    {
        ReadBytes(file, start + chunk.Offset, target);
        if (Hash.Checksum(target) != chunk.Checksum)
        {
            throw new DamagedDataException("the checksum is wrong");
        }
    }

    /// <summary>Reads bytes, unchecked.</summary>
    /// <exception cref="DamagedDataException">The file ends before.</exception>
    public static byte[] ReadBytes(SafeFileHandle file, long offset, int length)
    {
        var bytes = new byte[length];
        ReadBytes(file, offset, bytes);
        return bytes;
    }

    private static void ReadBytes(SafeFileHandle file, long offset, Span<byte> target)
    {
        for (var read = 0; read < target.Length;)
        {
            var count = RandomAccess.Read(file, target[read..], offset + read);
            read += count > 0 ? count : throw new DamagedDataException($"the file ends at {offset + read}, inside of a chunk");
        }
    }
}

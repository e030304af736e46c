using System.Buffers.Binary;
using DistLog.Broker.Records;
using Microsoft.Win32.SafeHandles;

namespace DistLog.Broker.Storage;

/// <summary>What an index file says of its segment, so that a closed segment need not be read at start.</summary>
internal readonly record struct SegmentSummary(long SizeBytes, long NextOffset, long MaxTimestamp);

/// <summary>
/// The file of a closed segment's index, big-endian: magic (4), CRC-32C of all that follows (4), number of entries (4),
/// segment size (8), next offset (8), largest timestamp (8), then the entries. It is a hint: lost or damaged, it is built anew
/// from the segment, so it is not synced.
/// </summary>
internal static class IndexFile
{
    public const int HeaderBytes = 36;

    private const uint Magic = 0x444C4931; // "DLI1"
    private const int CrcStart = 8;

    public static SafeFileHandle Write(string path, IndexEntry[] entries, SegmentSummary summary)
    {
        var bytes = new byte[HeaderBytes + (entries.Length * IndexEntry.Size)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(8), entries.Length);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(12), summary.SizeBytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(20), summary.NextOffset);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(28), summary.MaxTimestamp);
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i].Write(bytes.AsSpan(HeaderBytes + (i * IndexEntry.Size)));
        }

        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), Crc32C.Compute(bytes.AsSpan(CrcStart)));
        File.WriteAllBytes(path, bytes);
        return File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Opens the file if it is whole and describes a segment of this size; otherwise null.</summary>
    public static SafeFileHandle? TryOpen(string path, long segmentBytes, out int count, out SegmentSummary summary)
    {
        (count, summary) = (0, default);
        if (!File.Exists(path))
        {
            return null;
        }

        var bytes = File.ReadAllBytes(path);
        if (!IsWhole(bytes))
        {
            return null;
        }

        count = (bytes.Length - HeaderBytes) / IndexEntry.Size;
        summary = new SegmentSummary(
            BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(12)),
            BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(20)),
            BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(28)));
        return summary.SizeBytes == segmentBytes ? File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete) : null;
    }

    private static bool IsWhole(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= HeaderBytes
        && BinaryPrimitives.ReadUInt32BigEndian(bytes) == Magic
        && BinaryPrimitives.ReadInt32BigEndian(bytes[8..]) == (bytes.Length - HeaderBytes) / IndexEntry.Size
        && BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) == Crc32C.Compute(bytes[CrcStart..]);
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using DistLog.Broker.Records;

namespace DistLog.Broker.Storage;

/// <summary>
/// The newest offset of every key in a range of the log. Keys are kept as 128 bits of their SHA-256, so that memory does not
/// depend on their length and two keys never meet.
/// </summary>
internal sealed class CompactionMap
{
    /// <summary>Bounds the memory of a pass to about 30 MB; keys beyond it stay uncompacted.</summary>
    private const int MaxKeys = 500_000;

    private readonly Dictionary<UInt128, long> _newest = [];

    public void Add(LogSegment segment)
    {
        using var scanner = new BatchScanner(segment.File, 0, segment.Size, segment.BaseOffset);
        ScanStatus status;
        while ((status = scanner.MoveNext()) == ScanStatus.Batch || (status == ScanStatus.Damaged && scanner.Resync()))
        {
            if (status == ScanStatus.Batch && BatchCodec.TryUnpack(scanner.Batch.ToArray(), scanner.Header) is { } records)
            {
                Add(new RecordReader(records.Span, scanner.Header));
            }
        }
    }

    /// <summary>Whether the record is the newest of its key, as far as the map knows.</summary>
    public bool IsNewest(in RecordReader record) =>
        !record.HasKey || !_newest.TryGetValue(Hash(record.Key), out var newest) || record.Offset >= newest;

    private static UInt128 Hash(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private void Add(RecordReader records)
    {
        while (records.MoveNext())
        {
            if (records.HasKey)
            {
                Add(Hash(records.Key), records.Offset);
            }
        }
    }

    private void Add(UInt128 key, long offset)
    {
        if (_newest.Count < MaxKeys || _newest.ContainsKey(key))
        {
            _newest[key] = offset;
        }
    }
}

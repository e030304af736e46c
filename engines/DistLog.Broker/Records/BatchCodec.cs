using System.IO.Compression;

namespace DistLog.Broker.Records;

/// <summary>Unpacks the records of a batch. The broker needs it only for offset queries by time and for compaction.</summary>
internal static class BatchCodec
{
    /// <summary>Against decompression bombs: no honest batch unpacks to more.</summary>
    private const int MaxUnpackedBytes = 64 * 1024 * 1024;

    /// <summary>The records, or null when they can't be unpacked: an unknown codec, damaged data, or too much of it.</summary>
    public static ReadOnlyMemory<byte>? TryUnpack(ReadOnlyMemory<byte> batch, in RecordBatchHeader header)
    {
        var packed = batch[RecordBatchHeader.Size..];
        return header.Compression switch
        {
            CompressionType.None => packed,
            CompressionType.Gzip => TryGunzip(packed),
            CompressionType.Snappy => Snappy.TryUnpack(packed.Span, MaxUnpackedBytes),
            CompressionType.Lz4 => Lz4Frame.TryUnpack(packed.Span, MaxUnpackedBytes),
            _ => null,
        };
    }

    private static ReadOnlyMemory<byte>? TryGunzip(ReadOnlyMemory<byte> packed)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            using var unpacked = new MemoryStream();
            var chunk = new byte[16 * 1024];
            for (int read; (read = gzip.Read(chunk)) > 0;)
            {
                unpacked.Write(chunk, 0, read);
                if (unpacked.Length > MaxUnpackedBytes)
                {
                    return null;
                }
            }

            return unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}

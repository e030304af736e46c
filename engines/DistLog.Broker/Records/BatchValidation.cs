using DistLog.Broker.Protocol;

namespace DistLog.Broker.Records;

/// <summary>What a producer's batch must fulfil before it is appended; looks at the header and the checksum only.</summary>
internal static class BatchValidation
{
    /// <summary>Zstandard came with version 7 of the produce request (KIP-110).</summary>
    private const int FirstVersionWithZstd = 7;

    /// <param name="records">The whole field of one partition: exactly one batch.</param>
    /// <param name="produceVersion">Version of the request.</param>
    /// <param name="maxBatchBytes">max.message.bytes of the topic.</param>
    /// <param name="header">The parsed header; meaningful only without an error.</param>
    public static ErrorCode Check(ReadOnlySpan<byte> records, int produceVersion, int maxBatchBytes, out RecordBatchHeader header)
    {
        header = default;
        if (records.Length < RecordBatchHeader.Size)
        {
            return ErrorCode.CorruptMessage;
        }

        header = RecordBatchHeader.Read(records);
        if (header.Magic != RecordBatchHeader.CurrentMagic)
        {
            return header.Magic > RecordBatchHeader.CurrentMagic ? ErrorCode.InvalidRecord : ErrorCode.UnsupportedForMessageFormat;
        }

        // A field longer than the length says is a second batch, which no client sends: refused as Kafka refuses it.
        if (header.TotalBytes != records.Length)
        {
            return header.TotalBytes > records.Length || header.Length < 0 ? ErrorCode.CorruptMessage : ErrorCode.InvalidRecord;
        }

        if (records.Length > maxBatchBytes)
        {
            return ErrorCode.MessageTooLarge;
        }

        return header.Crc == Crc32C.Compute(records[RecordBatchHeader.CrcStart..])
            ? CheckFields(header, produceVersion)
            : ErrorCode.CorruptMessage;
    }

    /// <summary>In a compacted topic every record needs a key. Batches that can't be unpacked pass, and stay uncompacted.</summary>
    public static ErrorCode CheckKeys(ReadOnlyMemory<byte> batch, in RecordBatchHeader header)
    {
        if (BatchCodec.TryUnpack(batch, header) is not { } records)
        {
            return ErrorCode.None;
        }

        var reader = new RecordReader(records.Span, header);
        while (reader.MoveNext())
        {
            if (!reader.HasKey)
            {
                return ErrorCode.InvalidRecord;
            }
        }

        return reader.Malformed ? ErrorCode.InvalidRecord : ErrorCode.None;
    }

    private static ErrorCode CheckFields(in RecordBatchHeader header, int produceVersion)
    {
        if (header.RecordCount <= 0 || header.LastOffsetDelta != header.RecordCount - 1 || header.IsControl)
        {
            return ErrorCode.InvalidRecord;
        }

        if (header.HasProducer && (header.BaseSequence < 0 || header.ProducerEpoch < 0))
        {
            return ErrorCode.InvalidRecord;
        }

        var compression = header.Compression;
        return compression > CompressionType.Zstd || (compression == CompressionType.Zstd && produceVersion < FirstVersionWithZstd)
            ? ErrorCode.UnsupportedCompressionType
            : ErrorCode.None;
    }
}

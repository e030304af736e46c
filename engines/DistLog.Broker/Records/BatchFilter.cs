using System.Buffers;
using System.Buffers.Binary;

namespace DistLog.Broker.Records;

/// <summary>Decides about one record.</summary>
internal delegate bool RecordPredicate(in RecordReader record);

/// <summary>Rewrites a batch with some of its records; offsets stay as they were.</summary>
internal static class BatchFilter
{
    private const int AttributesAt = 21;
    private const int RecordCountAt = 57;
    private const short CompressionMask = 0x07;

    /// <summary>
    /// The batch itself when all of its records stay or when it can't be unpacked; empty when none stays; otherwise a new batch,
    /// uncompressed, of those that stay.
    /// </summary>
    public static ReadOnlyMemory<byte> Keep(ReadOnlyMemory<byte> batch, RecordBatchHeader header, RecordPredicate keep)
    {
        if (BatchCodec.TryUnpack(batch, header) is not { } records)
        {
            return batch;
        }

        var kept = new ArrayBufferWriter<byte>();
        kept.Write(batch.Span[..RecordBatchHeader.Size]);
        var count = 0;
        var reader = new RecordReader(records.Span, header);
        while (reader.MoveNext())
        {
            if (keep(reader))
            {
                kept.Write(reader.Raw);
                count++;
            }
        }

        return reader.Malformed || count == header.RecordCount ? batch
            : count == 0 ? ReadOnlyMemory<byte>.Empty
            : Finish(kept.WrittenSpan.ToArray(), header, count);
    }

    private static byte[] Finish(byte[] batch, in RecordBatchHeader header, int count)
    {
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), batch.Length - RecordBatchHeader.LengthOverhead);
        BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(AttributesAt), (short)(header.Attributes & ~CompressionMask));
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordCountAt), count);
        RecordBatchHeader.SetCrc(batch);
        return batch;
    }
}

using System.Buffers.Binary;
using System.Text;
using DistLog.Broker.Records;

namespace DistLog.Tests.Broker;

/// <summary>Builds record batches as a producer does.</summary>
internal static class Batches
{
    public static byte[] Of(params string[] values) => Of(values.Select(value => ((string?)null, (string?)value)).ToArray());

    public static byte[] Of((string? Key, string? Value)[] records, long producerId = -1, short epoch = -1, int sequence = -1, long timestamp = 1_700_000_000_000)
    {
        var body = new List<byte>();
        for (var i = 0; i < records.Length; i++)
        {
            AddRecord(body, i, records[i].Key, records[i].Value);
        }

        var batch = new byte[RecordBatchHeader.Size + body.Count];
        body.CopyTo(batch, RecordBatchHeader.Size);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), batch.Length - RecordBatchHeader.LengthOverhead);
        batch[16] = RecordBatchHeader.CurrentMagic;
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(23), records.Length - 1);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(27), timestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(35), timestamp + records.Length - 1);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(43), producerId);
        BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(51), epoch);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(53), sequence);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(57), records.Length);
        RecordBatchHeader.SetCrc(batch);
        return batch;
    }

    /// <summary>Keys and values of all batches in fetched bytes; a last batch that is cut is left out, as clients do.</summary>
    public static List<(long Offset, string? Key, bool HasValue)> Read(ReadOnlyMemory<byte> bytes)
    {
        var records = new List<(long, string?, bool)>();
        while (bytes.Length >= RecordBatchHeader.Size && RecordBatchHeader.Read(bytes.Span).TotalBytes <= bytes.Length)
        {
            var header = RecordBatchHeader.Read(bytes.Span);
            Assert.Equal(header.Crc, Crc32C.Compute(bytes.Span[RecordBatchHeader.CrcStart..header.TotalBytes]));
            var reader = new RecordReader(BatchCodec.TryUnpack(bytes[..header.TotalBytes], header)!.Value.Span, header);
            while (reader.MoveNext())
            {
                records.Add((reader.Offset, reader.HasKey ? Encoding.UTF8.GetString(reader.Key) : null, reader.HasValue));
            }

            bytes = bytes[header.TotalBytes..];
        }

        return records;
    }

    private static void AddRecord(List<byte> body, int i, string? key, string? value)
    {
        var record = new List<byte> { 0 };
        AddVarInt(record, i);
        AddVarInt(record, i);
        AddBytes(record, key);
        AddBytes(record, value);
        AddVarInt(record, 0);
        AddVarInt(body, record.Count);
        body.AddRange(record);
    }

    private static void AddBytes(List<byte> record, string? text)
    {
        AddVarInt(record, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        record.AddRange(Encoding.UTF8.GetBytes(text ?? ""));
    }

    private static void AddVarInt(List<byte> bytes, int value)
    {
        var zigzag = (uint)((value << 1) ^ (value >> 31));
        for (; zigzag >= 0x80; zigzag >>= 7)
        {
            bytes.Add((byte)(zigzag | 0x80));
        }

        bytes.Add((byte)zigzag);
    }
}

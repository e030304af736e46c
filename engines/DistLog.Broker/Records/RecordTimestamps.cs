namespace DistLog.Broker.Records;

/// <summary>Finds the record that an offset query by time means, within its batch.</summary>
internal static class RecordTimestamps
{
    private const short LogAppendTimeBit = 0x08;

    /// <summary>
    /// The offset and time of the first record at or after the time. In a batch that can't be unpacked it is the batch's first
    /// record: consumers then start a little early rather than miss something.
    /// </summary>
    public static (long Offset, long Timestamp) FindFirst(ReadOnlyMemory<byte> batch, in RecordBatchHeader header, long timestamp)
    {
        if ((header.Attributes & LogAppendTimeBit) != 0 || BatchCodec.TryUnpack(batch, header) is not { } records)
        {
            return (header.BaseOffset, header.MaxTimestamp);
        }

        var reader = new RecordReader(records.Span, header);
        while (reader.MoveNext())
        {
            if (reader.Timestamp >= timestamp)
            {
                return (reader.Offset, reader.Timestamp);
            }
        }

        return (header.BaseOffset, header.MaxTimestamp);
    }
}

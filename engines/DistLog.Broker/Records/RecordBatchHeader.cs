using System.Buffers.Binary;

namespace DistLog.Broker.Records;

/// <summary>
/// The 61 bytes before the records of a batch (magic 2), big-endian:
/// 0 base offset (8), 8 length of what follows (4), 12 partition leader epoch (4), 16 magic (1), 17 CRC-32C of all from 21 on (4),
/// 21 attributes (2), 23 last offset delta (4), 27 base timestamp (8), 35 max timestamp (8), 43 producer id (8),
/// 51 producer epoch (2), 53 base sequence (4), 57 number of records (4).
/// Base offset and leader epoch are outside the CRC, so that the broker can set them.
/// </summary>
internal readonly record struct RecordBatchHeader(
    long BaseOffset,
    int Length,
    byte Magic,
    uint Crc,
    short Attributes,
    int LastOffsetDelta,
    long BaseTimestamp,
    long MaxTimestamp,
    long ProducerId,
    short ProducerEpoch,
    int BaseSequence,
    int RecordCount)
{
    public const int Size = 61;

    /// <summary>The base offset and length fields, which the length does not count.</summary>
    public const int LengthOverhead = 12;

    public const int CrcStart = 21;
    public const byte CurrentMagic = 2;

    private const int LeaderEpochAt = 12;
    private const int CrcAt = 17;
    private const int AttributesAt = 21;
    private const int MaxTimestampAt = 35;
    private const short CompressionMask = 0x07;
    private const short LogAppendTimeBit = 0x08;
    private const short TransactionalBit = 0x10;
    private const short ControlBit = 0x20;

    public int TotalBytes => Length + LengthOverhead;

    public long LastOffset => BaseOffset + LastOffsetDelta;

    public long NextOffset => LastOffset + 1;

    public CompressionType Compression => (CompressionType)(Attributes & CompressionMask);

    public bool IsControl => (Attributes & ControlBit) != 0;

    public bool IsTransactional => (Attributes & TransactionalBit) != 0;

    public bool HasProducer => ProducerId >= 0;

    /// <summary>Sequence numbers wrap from int.MaxValue to 0.</summary>
    public int LastSequence => (int)((BaseSequence + (long)LastOffsetDelta) & int.MaxValue);

    /// <summary>Reads the fields from at least <see cref="Size"/> bytes; says nothing about their sense.</summary>
    public static RecordBatchHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt64BigEndian(bytes),
        BinaryPrimitives.ReadInt32BigEndian(bytes[8..]),
        bytes[16],
        BinaryPrimitives.ReadUInt32BigEndian(bytes[CrcAt..]),
        BinaryPrimitives.ReadInt16BigEndian(bytes[AttributesAt..]),
        BinaryPrimitives.ReadInt32BigEndian(bytes[23..]),
        BinaryPrimitives.ReadInt64BigEndian(bytes[27..]),
        BinaryPrimitives.ReadInt64BigEndian(bytes[MaxTimestampAt..]),
        BinaryPrimitives.ReadInt64BigEndian(bytes[43..]),
        BinaryPrimitives.ReadInt16BigEndian(bytes[51..]),
        BinaryPrimitives.ReadInt32BigEndian(bytes[53..]),
        BinaryPrimitives.ReadInt32BigEndian(bytes[57..]));

    public static void SetOffset(Span<byte> batch, long baseOffset, int leaderEpoch)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[LeaderEpochAt..], leaderEpoch);
    }

    /// <summary>Stamps the broker's time on the batch (message.timestamp.type=LogAppendTime), which changes the CRC.</summary>
    public static void SetLogAppendTime(Span<byte> batch, long timestamp)
    {
        var attributes = (short)(BinaryPrimitives.ReadInt16BigEndian(batch[AttributesAt..]) | LogAppendTimeBit);
        BinaryPrimitives.WriteInt16BigEndian(batch[AttributesAt..], attributes);
        BinaryPrimitives.WriteInt64BigEndian(batch[MaxTimestampAt..], timestamp);
        SetCrc(batch);
    }

    public static void SetCrc(Span<byte> batch) =>
        BinaryPrimitives.WriteUInt32BigEndian(batch[CrcAt..], Crc32C.Compute(batch[CrcStart..]));
}

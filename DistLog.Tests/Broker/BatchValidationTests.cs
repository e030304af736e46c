using DistLog.Broker.Protocol;
using DistLog.Broker.Records;

namespace DistLog.Tests.Broker;

public sealed class BatchValidationTests
{
    private const int MaxBytes = 10_000;
    private const int Version = 9;

    [Fact]
    public void A_producers_batch_passes()
    {
        Assert.Equal(ErrorCode.None, BatchValidation.Check(Batches.Of("a", "b"), Version, MaxBytes, out var header));
        Assert.Equal(2, header.RecordCount);
    }

    [Fact]
    public void Cut_at_every_byte_is_corrupt()
    {
        var batch = Batches.Of("a value", "another");
        for (var cut = 0; cut < batch.Length; cut++)
        {
            Assert.Equal(ErrorCode.CorruptMessage, BatchValidation.Check(batch.AsSpan(0, cut), Version, MaxBytes, out _));
        }
    }

    [Fact]
    public void Every_flipped_bit_under_the_checksum_is_found()
    {
        var batch = Batches.Of("a value", "another");
        for (var bit = RecordBatchHeader.CrcStart * 8; bit < batch.Length * 8; bit++)
        {
            batch[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(ErrorCode.CorruptMessage, BatchValidation.Check(batch, Version, MaxBytes, out _));
            batch[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_batch_above_the_topics_limit_is_too_large() =>
        Assert.Equal(ErrorCode.MessageTooLarge, BatchValidation.Check(Batches.Of(new string('x', MaxBytes)), Version, MaxBytes, out _));

    [Fact]
    public void Two_batches_in_one_field_are_refused() =>
        Assert.Equal(ErrorCode.InvalidRecord, BatchValidation.Check([.. Batches.Of("a"), .. Batches.Of("b")], Version, MaxBytes, out _));

    [Theory]
    [InlineData(0, nameof(ErrorCode.UnsupportedForMessageFormat))]
    [InlineData(1, nameof(ErrorCode.UnsupportedForMessageFormat))]
    [InlineData(9, nameof(ErrorCode.InvalidRecord))]
    public void Only_the_present_message_format_is_taken(byte magic, string expected)
    {
        var batch = Batches.Of("a");
        batch[16] = magic;
        Assert.Equal(expected, BatchValidation.Check(batch, Version, MaxBytes, out _).ToString());
    }

    [Fact]
    public void A_record_count_that_does_not_fit_the_offsets_is_refused()
    {
        var batch = Batches.Of("a", "b");
        batch[60] = 7;
        RecordBatchHeader.SetCrc(batch);
        Assert.Equal(ErrorCode.InvalidRecord, BatchValidation.Check(batch, Version, MaxBytes, out _));
    }

    [Theory]
    [InlineData(4, 6, nameof(ErrorCode.UnsupportedCompressionType))]
    [InlineData(4, 7, nameof(ErrorCode.None))]
    [InlineData(5, 9, nameof(ErrorCode.UnsupportedCompressionType))]
    public void Codecs_are_taken_from_the_version_that_brought_them(byte codec, int version, string expected)
    {
        var batch = Batches.Of("a");
        batch[22] = codec;
        RecordBatchHeader.SetCrc(batch);
        Assert.Equal(expected, BatchValidation.Check(batch, version, MaxBytes, out _).ToString());
    }

    [Fact]
    public void A_producer_may_not_write_control_batches()
    {
        var batch = Batches.Of("a");
        batch[22] = 0x20;
        RecordBatchHeader.SetCrc(batch);
        Assert.Equal(ErrorCode.InvalidRecord, BatchValidation.Check(batch, Version, MaxBytes, out _));
    }

    [Fact]
    public void In_a_compacted_topic_every_record_needs_a_key()
    {
        var keyed = Batches.Of([("k", "v")]);
        var bare = Batches.Of("v");
        Assert.Equal(ErrorCode.None, BatchValidation.CheckKeys(keyed, RecordBatchHeader.Read(keyed)));
        Assert.Equal(ErrorCode.InvalidRecord, BatchValidation.CheckKeys(bare, RecordBatchHeader.Read(bare)));
    }

    [Fact]
    public void The_checksum_is_Castagnolis() =>
        Assert.Equal(0xE3069283u, Crc32C.Compute("123456789"u8));
}

using DistLog.Broker.Protocol;
using DistLog.Broker.Records;

namespace DistLog.Tests.Broker;

public sealed class PartitionLogTests
{
    [Fact]
    public void What_is_not_synced_is_not_visible()
    {
        using var log = new LogFixture();
        var batch = Batches.Of("one");
        Assert.Equal(0, log.Log.Append(batch, RecordBatchHeader.Read(batch)).BaseOffset);

        Assert.Equal(0, log.Log.HighWatermark);
        Assert.Null(log.Log.Read(0, 1000, wholeFirstBatch: true).Records);
        log.Log.Sync();
        Assert.Equal(1, log.Log.HighWatermark);
        Assert.NotNull(log.Log.Read(0, 1000, wholeFirstBatch: true).Records);
    }

    [Fact]
    public void A_first_batch_above_the_limit_is_returned_whole()
    {
        using var log = new LogFixture();
        log.Append(Batches.Of(new string('x', 5000)));

        Assert.True(log.Log.Read(0, 100, wholeFirstBatch: true).Records!.Length > 5000);
        Assert.Null(log.Log.Read(0, 100, wholeFirstBatch: false).Records);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void An_offset_outside_of_the_log_is_out_of_range(long offset)
    {
        using var log = new LogFixture();
        log.Append(Batches.Of("one"));
        Assert.Equal(ErrorCode.OffsetOutOfRange, log.Log.Read(offset, 100, wholeFirstBatch: true).Error);
    }

    [Fact]
    public void Every_offset_can_be_read_across_many_segments()
    {
        using var log = new LogFixture(("segment.bytes", "2000"), ("index.interval.bytes", "200"));
        for (var i = 0; i < 200; i++)
        {
            log.Append(Batches.Of($"a{i}", $"b{i}", $"c{i}"));
        }

        for (var offset = 0; offset < 600; offset += 7)
        {
            Assert.Equal(600 - offset, log.ReadAll(offset).Count);
        }
    }

    [Fact]
    public void Times_lead_to_the_first_record_at_or_after_them()
    {
        using var log = new LogFixture(("segment.bytes", "2000"), ("index.interval.bytes", "200"));
        for (var i = 0; i < 100; i++)
        {
            log.Append(Batches.Of([(null, "a"), (null, "b")], timestamp: 1000 + (i * 10)));
        }

        Assert.Equal(0, FindTime(log, 5));
        Assert.Equal(0, FindTime(log, 1000));
        Assert.Equal(1, FindTime(log, 1001));
        Assert.Equal(2, FindTime(log, 1002));
        Assert.Equal(101, FindTime(log, 1501));
        Assert.Null(log.Log.FindTimestamp(1992));
        Assert.Equal(198, log.Log.FindMaxTimestamp()!.Value.Batch.Header.BaseOffset);
    }

    [Fact]
    public void A_repeated_batch_of_an_idempotent_producer_is_answered_with_its_first_offset()
    {
        using var log = new LogFixture();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(i, log.Append(Produced(sequence: i)).BaseOffset);
        }

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal((ErrorCode.None, (long)i), (log.Append(Produced(sequence: i)).Error, log.Append(Produced(sequence: i)).BaseOffset));
        }

        Assert.Equal(5, log.Log.NextOffset);
    }

    [Fact]
    public void Gaps_and_old_epochs_of_an_idempotent_producer_are_refused()
    {
        using var log = new LogFixture();
        log.Append(Produced(sequence: 0, epoch: 3));

        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, log.Append(Produced(sequence: 2, epoch: 3)).Error);
        Assert.Equal(ErrorCode.InvalidProducerEpoch, log.Append(Produced(sequence: 1, epoch: 2)).Error);
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, log.Append(Produced(sequence: 1, epoch: 4)).Error);
        Assert.Equal(ErrorCode.None, log.Append(Produced(sequence: 0, epoch: 4)).Error);
    }

    [Fact]
    public void Sequences_go_on_at_zero_after_the_largest_number()
    {
        using var log = new LogFixture();
        log.Append(Produced(sequence: int.MaxValue));
        Assert.Equal(ErrorCode.None, log.Append(Produced(sequence: 0)).Error);
    }

    [Fact]
    public void A_restart_remembers_what_an_idempotent_producer_sent()
    {
        using var log = new LogFixture(("segment.bytes", "500"));
        for (var i = 0; i < 20; i++)
        {
            log.Append(Produced(sequence: i));
        }

        log.Reopen();
        Assert.Equal(19, log.Append(Produced(sequence: 19)).BaseOffset);
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, log.Append(Produced(sequence: 21)).Error);
        Assert.Equal(20, log.Append(Produced(sequence: 20)).BaseOffset);
    }

    [Fact]
    public void The_brokers_time_is_stamped_where_the_topic_says_so()
    {
        using var log = new LogFixture(("message.timestamp.type", "LogAppendTime"));
        var now = log.Time.Now.ToUnixTimeMilliseconds();
        Assert.Equal(now, log.Append(Batches.Of([(null, "a")], timestamp: 5)).LogAppendTime);
        Assert.Single(log.ReadAll());
        Assert.Equal(now, log.Log.FindMaxTimestamp()!.Value.Batch.Header.MaxTimestamp);
    }

    private static long FindTime(LogFixture log, long timestamp)
    {
        var (segment, batch) = log.Log.FindTimestamp(timestamp)!.Value;
        return RecordTimestamps.FindFirst(segment.ReadBatch(batch), batch.Header, timestamp).Offset;
    }

    private static byte[] Produced(int sequence, short epoch = 0) => Batches.Of([("k", "v")], producerId: 42, epoch, sequence);
}

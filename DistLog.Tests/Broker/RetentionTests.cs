namespace DistLog.Tests.Broker;

public sealed class RetentionTests
{
    [Fact]
    public void Segments_past_the_retention_time_are_deleted_but_never_the_one_in_use()
    {
        using var log = new LogFixture(("segment.bytes", "300"), ("retention.ms", "60000"));
        Fill(log, 20);
        Assert.Equal(0, log.Log.DeleteOldSegments());

        var closed = log.SegmentFiles.Length - 1;
        log.Time.Now += TimeSpan.FromMinutes(2);
        Assert.Equal(closed, log.Log.DeleteOldSegments());
        Assert.Single(log.SegmentFiles);
        Assert.Equal(20, log.Log.NextOffset);
        Assert.Equal(log.Log.LogStartOffset, log.ReadAll(log.Log.LogStartOffset)[0].Offset);
    }

    [Fact]
    public void The_oldest_segments_go_when_a_partition_is_too_large()
    {
        using var log = new LogFixture(("segment.bytes", "300"), ("retention.bytes", "1000"), ("retention.ms", "-1"));
        Fill(log, 50);
        log.Log.DeleteOldSegments();
        Assert.InRange(log.Log.SizeBytes, 700, 1300);
    }

    [Fact]
    public void Deleted_records_are_out_of_range_and_their_segments_go()
    {
        using var log = new LogFixture(("segment.bytes", "300"));
        Fill(log, 20);
        Assert.Equal(15, log.Log.AdvanceStart(15));
        Assert.Equal(DistLog.Broker.Protocol.ErrorCode.OffsetOutOfRange, log.Log.Read(14, 100, true).Error);
        Assert.True(log.Log.DeleteOldSegments() > 0);
        Assert.Equal(5, log.ReadAll(15).Count);
        Assert.Equal(15, log.Log.AdvanceStart(3));
    }

    private static void Fill(LogFixture log, int batches)
    {
        for (var i = 0; i < batches; i++)
        {
            log.Append(Batches.Of($"value {i}"));
        }
    }
}

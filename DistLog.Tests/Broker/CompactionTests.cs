using DistLog.Broker.Storage;

namespace DistLog.Tests.Broker;

public sealed class CompactionTests
{
    private static readonly (string, string)[] Compacted =
        [("cleanup.policy", "compact"), ("segment.bytes", "1000"), ("min.cleanable.dirty.ratio", "0"), ("delete.retention.ms", "1000")];

    [Fact]
    public void The_newest_record_of_every_key_stays_at_its_offset()
    {
        using var log = new LogFixture(Compacted);
        var newest = Fill(log, 300);
        var before = log.SegmentFiles.Length;

        Assert.True(log.Log.Compact() > 0);
        Check(log, newest);
        log.Reopen();
        Check(log, newest);

        // Now that the segments are small, the next pass merges them.
        log.Log.Compact();
        Check(log, newest);
        Assert.True(log.SegmentFiles.Length < before / 2, $"{log.SegmentFiles.Length} of {before} segments");
    }

    [Fact]
    public void Compaction_does_not_move_the_start_of_the_log()
    {
        using var log = new LogFixture(Compacted);
        Fill(log, 300);
        log.Log.Compact();
        log.Log.DeleteOldSegments();
        Assert.Equal(0, log.Log.LogStartOffset);
    }

    [Fact]
    public void A_tombstone_outlives_the_record_for_its_time_and_then_goes()
    {
        using var log = new LogFixture(Compacted);
        log.Append(Batches.Of([("gone", "v")]));
        log.Append(Batches.Of([("gone", null)]));
        Fill(log, 100);

        log.Log.Compact();
        Assert.Contains(log.ReadAll(), record => record is { Key: "gone", HasValue: false });
        log.Time.Now += TimeSpan.FromSeconds(10);
        Fill(log, 100);
        log.Log.Compact();
        Assert.DoesNotContain(log.ReadAll(), record => record.Key == "gone");
    }

    [Fact]
    public void A_swap_that_a_crash_cut_short_is_finished_at_the_next_start()
    {
        using var log = new LogFixture(Compacted);
        var newest = Fill(log, 300);
        var segments = LogSegment.List(log.Directory);

        // The state between the rename to .swap and its end: the finished file beside the segments that it replaces.
        var content = log.SegmentFiles[..3].SelectMany(File.ReadAllBytes).ToArray();
        var swap = $"{LogSegment.FileName(segments[0])}-{LogSegment.FileName(segments[3])}.swap";
        File.WriteAllBytes(Path.Combine(log.Directory, swap), content);
        File.WriteAllText(Path.Combine(log.Directory, LogSegment.FileName(segments[4]) + ".cleaned"), "unfinished");
        log.Reopen();

        Assert.Equal(segments.Count - 2, log.SegmentFiles.Length);
        Assert.Empty(Directory.GetFiles(log.Directory, "*.swap"));
        Assert.Empty(Directory.GetFiles(log.Directory, "*.cleaned"));
        Assert.Equal(300, log.ReadAll().Count);
        log.Log.Compact();
        Check(log, newest);
    }

    private static Dictionary<string, long> Fill(LogFixture log, int records)
    {
        var newest = new Dictionary<string, long>();
        for (var i = 0; i < records; i++)
        {
            newest[$"key {i % 7}"] = log.Append(Batches.Of([($"key {i % 7}", new string('v', 40))])).BaseOffset;
        }

        return newest;
    }

    private static void Check(LogFixture log, Dictionary<string, long> newest)
    {
        var records = log.ReadAll();
        Assert.Equal(newest, records.GroupBy(record => record.Key!).ToDictionary(key => key.Key, key => key.Max(record => record.Offset)));
        Assert.True(records.Count < 60, $"{records.Count} records are left");
    }
}

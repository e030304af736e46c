using DistLog.Broker.Records;

namespace DistLog.Tests.Broker;

public sealed class RecoveryTests
{
    [Fact]
    public void A_log_cut_at_every_byte_of_its_last_batches_recovers_the_longest_valid_prefix()
    {
        using var log = new LogFixture();
        log.Append(Batches.Of("one", "two"));
        var first = new FileInfo(log.SegmentFiles[0]).Length;
        log.Append(Batches.Of("three"));
        var second = new FileInfo(log.SegmentFiles[0]).Length;
        log.Append(Batches.Of("four", "five", "six"));
        var whole = File.ReadAllBytes(log.SegmentFiles[0]);
        for (var cut = first; cut < whole.Length; cut++)
        {
            Rewrite(log, whole[..(int)cut]);
            Assert.Equal(cut < second ? 2 : 3, log.Log.NextOffset);
            Assert.Equal(cut < second ? first : second, new FileInfo(log.SegmentFiles[0]).Length);
        }
    }

    [Fact]
    public void A_tail_zeroed_from_every_byte_on_recovers_the_longest_valid_prefix()
    {
        using var log = new LogFixture();
        log.Append(Batches.Of("one", "two"));
        var first = (int)new FileInfo(log.SegmentFiles[0]).Length;
        log.Append(Batches.Of("three"));
        var whole = File.ReadAllBytes(log.SegmentFiles[0]);
        for (var cut = first; cut < whole.Length - 1; cut++)
        {
            var torn = whole.ToArray();
            Array.Clear(torn, cut, torn.Length - cut);
            Rewrite(log, torn);
            Assert.Equal(2, log.Log.NextOffset);
        }
    }

    [Fact]
    public void Junk_behind_the_log_is_cut_and_the_next_append_and_reopening_are_right()
    {
        using var log = new LogFixture();
        log.Append(Batches.Of("one"));
        var whole = File.ReadAllBytes(log.SegmentFiles[0]);
        var junk = new byte[300];
        new Random(1).NextBytes(junk);
        Rewrite(log, [.. whole, .. junk]);

        Assert.Equal(1, log.Append(Batches.Of("two")).BaseOffset);
        log.Reopen();
        Assert.Equal([0, 1], log.ReadAll().Select(record => record.Offset));
    }

    [Fact]
    public void Damage_in_the_middle_is_passed_over_and_nothing_after_it_is_lost()
    {
        using var log = new LogFixture();
        for (var i = 0; i < 5; i++)
        {
            log.Append(Batches.Of($"value {i}"));
        }

        var bytes = File.ReadAllBytes(log.SegmentFiles[0]);
        bytes[(2 * bytes.Length / 5) + RecordBatchHeader.Size + 3] ^= 0x40;
        Rewrite(log, bytes);

        Assert.Equal(5, log.Log.NextOffset);
        Assert.Equal([0, 1, 3, 4], log.ReadAll().Select(record => record.Offset));
        Assert.Equal([3, 4], log.ReadAll(2).Select(record => record.Offset));
    }

    [Fact]
    public void Lost_and_damaged_indexes_and_snapshots_are_built_anew()
    {
        using var log = new LogFixture(("segment.bytes", "1000"), ("index.interval.bytes", "100"));
        for (var i = 0; i < 100; i++)
        {
            log.Append(Batches.Of([("k", $"value {i}")], producerId: 7, epoch: 0, sequence: i));
        }

        Assert.True(log.SegmentFiles.Length > 5);
        var hints = Directory.GetFiles(log.Directory).Except(log.SegmentFiles).Order().ToList();
        for (var i = 0; i < hints.Count; i++)
        {
            File.WriteAllBytes(hints[i], i % 2 == 0 ? [] : [.. File.ReadAllBytes(hints[i]).Select(b => (byte)~b)]);
        }

        log.Reopen();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), log.ReadAll().Select(record => record.Offset));
        Assert.Equal(99, log.Append(Batches.Of([("k", "value 99")], producerId: 7, epoch: 0, sequence: 99)).BaseOffset);
    }

    [Fact]
    public void A_closed_segment_with_a_torn_end_does_not_hide_the_segments_after_it()
    {
        using var log = new LogFixture(("segment.bytes", "300"));
        for (var i = 0; i < 20; i++)
        {
            log.Append(Batches.Of($"value {i}"));
        }

        using (var file = File.OpenHandle(log.SegmentFiles[0], access: FileAccess.ReadWrite, share: FileShare.ReadWrite))
        {
            RandomAccess.SetLength(file, RandomAccess.GetLength(file) - 1);
        }

        log.Reopen();
        var offsets = log.ReadAll().Select(record => record.Offset).ToList();
        Assert.Equal(19, offsets.Count);
        Assert.Equal(19, offsets[^1]);
    }

    private static void Rewrite(LogFixture log, byte[] content)
    {
        File.WriteAllBytes(log.SegmentFiles[0], content);
        log.Reopen();
    }
}

using Confluent.Kafka;
using DistLog.ServiceDefaults.Kafka.Batches;
using DistLog.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistLog.Tests.Router;

public sealed class BatchLoopTests : IAsyncLifetime
{
    private readonly FakeSource _source = new();
    private readonly FakeProcessor _processor = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly BatchLoop _loop;
    private Task _running = Task.CompletedTask;

    public BatchLoopTests()
    {
        var options = new BatchConsumerOptions { MaxRecords = 3, LingerMs = 20, MaxInFlight = 2, CommitIntervalMs = 10, DrainTimeoutMs = 200, PauseAfterMs = 50 };
        _loop = new(_source, _processor, options, TimeProvider.System, NullLogger.Instance);
    }

    public Task InitializeAsync()
    {
        _running = Task.Factory.StartNew(() => _loop.Run(_stop.Token, CancellationToken.None), TaskCreationOptions.LongRunning);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_running);
        _stop.Dispose();
    }

    [Fact]
    public async Task A_batch_is_full_or_has_waited()
    {
        Records(0, 4);
        await BatchesAsync(2);
        Assert.Equal([[0, 1, 2], [3]], _processor.Batches.Select(batch => batch.Offsets));
    }

    [Fact]
    public async Task Offsets_are_committed_only_after_the_acknowledgement_and_in_order()
    {
        Records(0, 6);
        await BatchesAsync(2);
        _processor.Batches[1].Done.SetResult();
        var polls = _source.Polls;
        await Wait.ForAsync("some turns", () => _source.IsPaused && _source.Polls > polls + 2);
        Assert.Empty(_source.Commits);
        _processor.Batches[0].Done.SetResult();
        await CommittedAsync(6);
    }

    [Fact]
    public async Task Each_partition_is_committed_behind_its_last_record()
    {
        _source.Record(0, 7);
        _source.Record(1, 40);
        _source.Record(0, 8);
        await BatchesAsync(1);
        _processor.Batches[0].Done.SetResult();
        await Wait.ForAsync("two commits", () => _source.Commits.Count == 2);
        Assert.Equal([("t", 0, 9L), ("t", 1, 41L)], _source.Commits.Select(c => (c.Topic, c.Partition.Value, c.Offset.Value)).Order());
    }

    [Fact]
    public async Task Reading_pauses_while_too_much_waits_and_polling_goes_on()
    {
        Records(0, 9);
        await Wait.ForAsync("a pause", () => _source.IsPaused);
        var polls = _source.Polls;
        await Wait.ForAsync("further polls", () => _source.Polls > polls + 2);
        Assert.Equal(2, _processor.Batches.Count);
        _processor.Batches[0].Done.SetResult();
        _processor.Batches[1].Done.SetResult();
        await BatchesAsync(3);
        Assert.False(_source.IsPaused);
    }

    [Fact]
    public async Task A_failed_batch_ends_the_loop_and_nothing_from_it_on_is_committed()
    {
        Records(0, 6);
        await BatchesAsync(2);
        _processor.Batches[0].Done.SetException(new KafkaException(ErrorCode.Local_Fatal));
        _processor.Batches[1].Done.SetResult();
        await Assert.ThrowsAsync<KafkaException>(() => _running.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Empty(_source.Commits);
    }

    [Fact]
    public async Task A_stop_finishes_and_commits_the_open_batch()
    {
        Records(0, 2);
        await Wait.ForAsync("the records are taken", () => _source.Polls > 2);
        await _stop.CancelAsync();
        await BatchesAsync(1);
        _processor.Batches[0].Done.SetResult();
        await _running.WaitAsync(TimeSpan.FromSeconds(20));
        await CommittedAsync(2);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_ever_and_commits_nothing_unfinished()
    {
        Records(0, 3);
        await BatchesAsync(1);
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(_source.Commits);
    }

    [Fact]
    public async Task Before_partitions_go_what_was_read_of_them_is_finished_and_committed()
    {
        _source.Record(0, 0);
        _source.Happen(_loop.OnRevoked);
        await BatchesAsync(1);
        _processor.Batches[0].Done.SetResult();
        await CommittedAsync(1);
    }

    [Fact]
    public async Task What_could_not_be_finished_before_partitions_went_is_never_committed()
    {
        _source.Record(0, 0);
        _source.Happen(_loop.OnRevoked);
        _source.Record(1, 50);
        await BatchesAsync(2);
        _processor.Batches[0].Done.SetResult();
        _processor.Batches[1].Done.SetResult();
        await Wait.ForAsync("a commit", () => _source.Commits.Count > 0);
        Assert.Equal(1, Assert.Single(_source.Commits).Partition.Value);
    }

    [Fact]
    public async Task Lost_partitions_are_not_committed()
    {
        _source.Record(0, 0);
        _source.Happen(_loop.OnLost);
        await BatchesAsync(1);
        _processor.Batches[0].Done.SetResult();
        _source.Record(1, 50);
        await BatchesAsync(2);
        _processor.Batches[1].Done.SetResult();
        await Wait.ForAsync("a commit", () => _source.Commits.Count > 0);
        Assert.Equal(1, Assert.Single(_source.Commits).Partition.Value);
    }

    [Fact]
    public async Task A_commit_that_failed_is_tried_again()
    {
        _source.CommitFailure = new KafkaException(ErrorCode.Local_TimedOut);
        Records(0, 1);
        await BatchesAsync(1);
        _processor.Batches[0].Done.SetResult();
        await CommittedAsync(1);
    }

    [Fact]
    public async Task Failing_to_read_once_stops_nothing()
    {
        _source.Happen(() => throw new ConsumeException(new(), new Error(ErrorCode.Local_Transport)));
        Records(0, 1);
        await BatchesAsync(1);
    }

    private void Records(int first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _source.Record(0, first + i);
        }
    }

    private Task BatchesAsync(int count) => Wait.ForAsync($"{count} batches", () => _processor.Batches.Count == count);

    private Task CommittedAsync(long next) => Wait.ForAsync($"offset {next} is committed", () => _source.Commits is [.., var last] && last.Offset.Value == next);
}

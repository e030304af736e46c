using System.Collections.Concurrent;
using Confluent.Kafka;
using DistLog.ServiceDefaults.Kafka.Batches;

namespace DistLog.Tests.Router;

/// <summary>Records and happenings of a consumer group, in the order in which they are given.</summary>
internal sealed class FakeSource : IRecordSource
{
    private readonly BlockingCollection<Func<ConsumeResult<byte[], byte[]>?>> _script = [];
    private readonly ConcurrentQueue<TopicPartitionOffset> _commits = new();
    private volatile bool _paused;

    public IReadOnlyList<TopicPartitionOffset> Commits => [.. _commits];

    public bool IsPaused => _paused;

    public int Polls { get; private set; }

    public Exception? CommitFailure { get; set; }

    public void Record(int partition, long offset) => _script.Add(() => new()
    {
        TopicPartitionOffset = new("t", partition, offset),
        Message = new() { Key = [1], Value = [1, 2, 3] },
    });

    public void Happen(Action happening) => _script.Add(() =>
    {
        happening();
        return null;
    });

    public ConsumeResult<byte[], byte[]>? Poll(TimeSpan timeout)
    {
        Polls++;
        return !_paused && _script.TryTake(out var next, timeout) ? next() : null;
    }

    public void Commit(IReadOnlyList<TopicPartitionOffset> offsets)
    {
        if (CommitFailure is { } failure)
        {
            CommitFailure = null;
            throw failure;
        }

        foreach (var offset in offsets)
        {
            _commits.Enqueue(offset);
        }
    }

    public void Pause() => _paused = true;

    public void Resume() => _paused = false;
}

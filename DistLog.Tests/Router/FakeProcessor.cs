using System.Collections.Concurrent;
using Confluent.Kafka;
using DistLog.ServiceDefaults.Kafka.Batches;

namespace DistLog.Tests.Router;

/// <summary>Takes batches and leaves it to the test when they are done.</summary>
internal sealed class FakeProcessor : IBatchProcessor
{
    private readonly ConcurrentQueue<(long[] Offsets, TaskCompletionSource Done)> _batches = new();
    private readonly List<long> _open = [];

    /// <summary>The offsets of each closed batch, with what finishes it.</summary>
    public IReadOnlyList<(long[] Offsets, TaskCompletionSource Done)> Batches => [.. _batches];

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Add(ConsumeResult<byte[], byte[]> record) => _open.Add(record.Offset.Value);

    public Task CompleteAsync(CancellationToken abort)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _batches.Enqueue(([.. _open], done));
        _open.Clear();
        return done.Task;
    }
}

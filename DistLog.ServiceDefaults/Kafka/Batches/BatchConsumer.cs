using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DistLog.ServiceDefaults.Kafka.Batches;

/// <summary>
/// The life of a service that reads topics in batches: prepares, joins its group, runs <see cref="BatchLoop"/>, and stops
/// cleanly. A failure ends the process with exit code 1, so that whoever runs it starts it again.
/// </summary>
internal sealed class BatchConsumer(
    BatchSubscription subscription,
    IBatchProcessor processor,
    KafkaClients clients,
    IOptions<BatchConsumerOptions> options,
    TimeProvider time,
    IMeterFactory meters,
    IHostApplicationLifetime lifetime,
    ILogger<BatchConsumer> logger) : BackgroundService
{
    private readonly CancellationTokenSource _abort = new();
    private BatchLoop? _loop;
    private IConsumer<byte[], byte[]>? _consumer;
    private volatile bool _joined;

    /// <summary>Whether the group has given us our partitions, of which there may be none.</summary>
    public bool IsJoined => _joined;

    /// <summary>How long the loop has not asked for records; null: it does not run.</summary>
    public TimeSpan? SinceLastPoll => _loop is { } loop ? time.GetElapsedTime(loop.LastPoll) : null;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _abort.CancelAsync();
    }

    public override void Dispose()
    {
        _abort.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        meters.Create($"distlog.{subscription.Group}")
            .CreateObservableGauge($"distlog.{subscription.Group}.lag", Lag, "{record}", "Records not read yet.");
        try
        {
            await clients.EnsureTopicsAsync(stoppingToken);
            await processor.PrepareAsync(stoppingToken);
            // A thread of its own: the loop blocks in the client's poll.
            await Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop before or while it worked: what is unfinished is read again.
        }
        catch (Exception e)
        {
            Events.ConsumerFailed(logger, e, subscription.Group);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private void Run(CancellationToken stopping)
    {
        using var consumer = clients.CreateConsumer(subscription.Group, build: AddHandlers);
        _loop = new BatchLoop(new ConsumerSource(consumer), processor, options.Value, time, logger);
        _consumer = consumer;
        try
        {
            consumer.Subscribe(subscription.Topics);
            _loop.Run(stopping, _abort.Token);
            consumer.Close();
        }
        finally
        {
            _joined = false;
            _consumer = null;
        }
    }

    private void AddHandlers(ConsumerBuilder<byte[], byte[]> builder) => builder
        .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions))
        .SetPartitionsRevokedHandler((_, partitions) => OnRevoked(partitions))
        .SetPartitionsLostHandler((_, partitions) => OnLost(partitions));

    private void OnAssigned(List<TopicPartition> partitions)
    {
        Events.Assigned(logger, subscription.Group, partitions.Count);
        _joined = true;
    }

    private void OnRevoked(List<TopicPartitionOffset> partitions)
    {
        Events.Revoked(logger, subscription.Group, partitions.Count);
        _joined = false;
        _loop!.OnRevoked();
    }

    private void OnLost(List<TopicPartitionOffset> partitions)
    {
        Events.Lost(logger, subscription.Group, partitions.Count);
        _joined = false;
        _loop!.OnLost();
    }

    /// <summary>How many records of our partitions are not read yet, as far as the last fetches told.</summary>
    private long Lag() => _consumer is { } consumer && _joined ? consumer.Assignment.Sum(partition => Lag(consumer, partition)) : 0;

    private static long Lag(IConsumer<byte[], byte[]> consumer, TopicPartition partition)
    {
        try
        {
            var end = consumer.GetWatermarkOffsets(partition).High;
            var position = consumer.Position(partition);
            return end.IsSpecial || position.IsSpecial ? 0 : Math.Max(0, end - position);
        }
        catch (KafkaException)
        {
            // The partition has just gone to another member.
            return 0;
        }
    }
}

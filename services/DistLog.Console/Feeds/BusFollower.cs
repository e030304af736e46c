using Confluent.Kafka;
using DistLog.Contracts;
using DistLog.ServiceDefaults.Kafka;
using Microsoft.Extensions.Options;

namespace DistLog.Console.Feeds;

/// <summary>Follows critical, alerts and registry. Each console sees everything: partitions are assigned, and no group commits.</summary>
internal sealed class BusFollower(
    KafkaClients clients,
    BusFeed feed,
    NodeBoard nodes,
    AlertBoard alerts,
    StatusBoard status,
    IOptions<ConsoleOptions> options,
    ILogger<BusFollower> logger) : BackgroundService
{
    // Bounds how long pages wait for the first record of a burst.
    private const int MaxBatch = 500;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IdleWait = TimeSpan.FromMilliseconds(100);

    // The consumer blocks in librdkafka's poll: it gets a thread of its own.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => Run(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Follow(stop);
            }
            catch (KafkaException exception)
            {
                status.BusSilent(exception.Error.Reason);
                Log.FollowingFailed(logger, exception.Error.Reason, RetryDelay);
                stop.WaitHandle.WaitOne(RetryDelay);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Follow(CancellationToken stop)
    {
        clients.EnsureTopicsAsync(stop).GetAwaiter().GetResult();
        using var consumer = clients.CreateConsumer("console");
        nodes.Clear();
        alerts.Clear();
        consumer.Assign(Topics.All.SelectMany(topic => Starts(consumer, topic)));
        Log.Following(logger);
        status.BusAnswers();
        while (!stop.IsCancellationRequested)
        {
            TakeBatch(consumer);
        }
    }

    private IEnumerable<TopicPartitionOffset> Starts(IConsumer<byte[], byte[]> consumer, TopicDefinition topic) => topic.Name switch
    {
        Topics.Registry => At(consumer, topic, newest: long.MaxValue),
        Topics.Alerts => At(consumer, topic, options.Value.RestoredAlerts),
        Topics.Critical => At(consumer, topic, options.Value.LiveLogs / topic.Partitions),
        _ => [],
    };

    private static IEnumerable<TopicPartitionOffset> At(IConsumer<byte[], byte[]> consumer, TopicDefinition topic, long newest)
    {
        foreach (var number in Enumerable.Range(0, topic.Partitions))
        {
            var partition = new TopicPartition(topic.Name, number);
            var ends = consumer.QueryWatermarkOffsets(partition, RequestTimeout);
            yield return new TopicPartitionOffset(partition, Math.Max(ends.Low.Value, ends.High.Value - newest));
        }
    }

    private void TakeBatch(IConsumer<byte[], byte[]> consumer)
    {
        var record = consumer.Consume(IdleWait);
        for (var taken = 0; record is not null; taken++)
        {
            feed.Take(record);
            record = taken < MaxBatch ? consumer.Consume(TimeSpan.Zero) : null;
        }

        feed.EndBatch();
    }
}

using DistLog.ServiceDefaults.Kafka;

namespace DistLog.Collector.Sink;

/// <summary>Creates the topics where the bus lacks them, beside everything else: input is taken meanwhile and waits in the producer.</summary>
internal sealed class TopicSetup(KafkaClients clients, ILogger<TopicSetup> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await clients.EnsureTopicsAsync(stoppingToken);
        Log.TopicsReady(logger);
    }
}

using Confluent.Kafka;
using DistLog.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DistLog.ServiceDefaults.Kafka;

/// <summary>
/// Makes producers, consumers and the admin client with the settings that DistLog's promises need. What it makes
/// belongs to the caller, who disposes it.
/// </summary>
public sealed class KafkaClients(IOptions<KafkaOptions> options, ILogger<KafkaClients> logger)
{
    private readonly KafkaOptions _options = options.Value;
    private readonly KafkaLogBridge _log = new(logger);

    /// <summary>A producer that acknowledges only what every in-sync replica has, in order, once.</summary>
    /// <remarks>Its queue is bounded: <c>Produce</c> throws a <see cref="KafkaException"/> with <see cref="ErrorCode.Local_QueueFull"/> when it is full.</remarks>
    public IProducer<byte[], byte[]> CreateProducer(Action<ProducerConfig>? configure = null)
    {
        var config = new ProducerConfig(Shared())
        {
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = _options.LingerMs,
            CompressionType = CompressionType.Lz4,
            QueueBufferingMaxKbytes = _options.ProducerQueueKiB,
            QueueBufferingMaxMessages = 500_000,
            DeliveryReportFields = "status",
        };
        configure?.Invoke(config);
        return new ProducerBuilder<byte[], byte[]>(WithOverrides(config)).SetLogHandler(_log.Log).SetErrorHandler(_log.Errors("producer")).Build();
    }

    /// <summary>A consumer that starts at the earliest record where it has no offset, and commits only when told to.</summary>
    /// <param name="group">The consumer group.</param>
    /// <param name="configure">Changes settings before the consumer is built.</param>
    /// <param name="build">Adds handlers, such as for rebalances.</param>
    public IConsumer<byte[], byte[]> CreateConsumer(
        string group,
        Action<ConsumerConfig>? configure = null,
        Action<ConsumerBuilder<byte[], byte[]>>? build = null)
    {
        var config = new ConsumerConfig(Shared())
        {
            GroupId = group,
            GroupInstanceId = _options.GroupInstanceId,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range,
            SessionTimeoutMs = _options.SessionTimeoutMs,
            HeartbeatIntervalMs = _options.SessionTimeoutMs / 3,
            FetchWaitMaxMs = 500,
            QueuedMaxMessagesKbytes = _options.ConsumerQueueKiB,
            // The default of a second leaves the queue empty between two fetches under load.
            FetchQueueBackoffMs = 10,
            AllowAutoCreateTopics = false,
        };
        configure?.Invoke(config);
        var builder = new ConsumerBuilder<byte[], byte[]>(WithOverrides(config)).SetLogHandler(_log.Log).SetErrorHandler(_log.Errors($"consumer {group}"));
        build?.Invoke(builder);
        return builder.Build();
    }

    /// <summary>Creates the topics of the contract that do not exist yet; asks again until the broker answers.</summary>
    public Task EnsureTopicsAsync(CancellationToken cancellationToken) =>
        new TopicProvisioner(CreateAdmin, logger).EnsureAsync(Topics.All, cancellationToken);

    /// <summary>An admin client, for topics, groups and metadata.</summary>
    public IAdminClient CreateAdmin() =>
        new AdminClientBuilder(WithOverrides(new AdminClientConfig(Shared()))).SetLogHandler(_log.Log).SetErrorHandler(_log.Errors("admin")).Build();

    private ClientConfig Shared() => new()
    {
        BootstrapServers = _options.BootstrapServers,
        ClientId = Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") ?? "distlog",
        SocketKeepaliveEnable = true,
        // A restarted broker is found within a second.
        ReconnectBackoffMs = 50,
        ReconnectBackoffMaxMs = 1_000,
        TopicMetadataRefreshIntervalMs = 30_000,
    };

    private TConfig WithOverrides<TConfig>(TConfig config)
        where TConfig : ClientConfig
    {
        foreach (var (name, value) in _options.Client)
        {
            config.Set(name, value);
        }

        return config;
    }
}

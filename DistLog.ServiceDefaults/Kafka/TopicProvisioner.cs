using Confluent.Kafka;
using Confluent.Kafka.Admin;
using DistLog.Contracts;
using Microsoft.Extensions.Logging;

namespace DistLog.ServiceDefaults.Kafka;

/// <summary>Creates missing topics. Several services may do so at once: a topic that exists already is what was wanted.</summary>
internal sealed class TopicProvisioner(Func<IAdminClient> createAdmin, ILogger logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    public async Task EnsureAsync(IReadOnlyList<TopicDefinition> topics, CancellationToken cancellationToken)
    {
        using var admin = createAdmin();
        while (!await TryEnsureAsync(admin, topics))
        {
            await Task.Delay(RetryDelay, cancellationToken);
        }
    }

    private async Task<bool> TryEnsureAsync(IAdminClient admin, IReadOnlyList<TopicDefinition> topics)
    {
        try
        {
            await CreateMissingAsync(admin, topics);
            return true;
        }
        catch (KafkaException e)
        {
            Events.TopicsNotReady(logger, e.Error.Reason);
            return false;
        }
    }

    private async Task CreateMissingAsync(IAdminClient admin, IReadOnlyList<TopicDefinition> topics)
    {
        var metadata = await Task.Run(() => admin.GetMetadata(Timeout));
        var existing = metadata.Topics.Select(topic => topic.Topic).ToHashSet();
        foreach (var topic in topics.Where(topic => !existing.Contains(topic.Name)))
        {
            await CreateAsync(admin, topic);
        }
    }

    private async Task CreateAsync(IAdminClient admin, TopicDefinition topic)
    {
        try
        {
            await admin.CreateTopicsAsync([Specification(topic)], new CreateTopicsOptions { OperationTimeout = Timeout, RequestTimeout = Timeout });
            Events.TopicCreated(logger, topic.Name, topic.Partitions);
        }
        catch (CreateTopicsException e) when (e.Results.All(result => result.Error.Code is ErrorCode.TopicAlreadyExists or ErrorCode.NoError))
        {
            // Another service was first.
        }
    }

    private static TopicSpecification Specification(TopicDefinition topic) => new()
    {
        Name = topic.Name,
        NumPartitions = topic.Partitions,
        // -1: the broker's own default, so that a cluster of three replicates and one node does not.
        ReplicationFactor = -1,
        Configs = topic.Compacted ? new Dictionary<string, string> { ["cleanup.policy"] = "compact" } : null,
    };
}

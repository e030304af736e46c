using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using DistLog.Contracts;
using DistLog.ServiceDefaults.Kafka;

namespace DistLog.Alerting.Bus;

/// <summary>Reads back what alerting itself wrote, so that a restart forgets nothing: the registry whole, the newest alerts.</summary>
/// <remarks>
/// A log alert that fires was published within the last minutes of alerting's life, and alerting alone writes that topic, so
/// its newest records hold every alert that fires.
/// </remarks>
internal sealed class StateRestore(KafkaClients clients, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <exception cref="KafkaException">The bus does not answer.</exception>
    public void Run(AlertingState state, int newestAlerts, CancellationToken cancellationToken)
    {
        using var consumer = clients.CreateConsumer("alerting-restore", config => config.EnablePartitionEof = true);
        Read(consumer, Topics.Registry, long.MaxValue, record => RestoreNode(state, record), cancellationToken);
        Read(consumer, Topics.Alerts, newestAlerts, record => RestoreAlert(state, record), cancellationToken);
    }

    private static void Read(
        IConsumer<byte[], byte[]> consumer,
        string topic,
        long newest,
        Action<Message<byte[], byte[]>> restore,
        CancellationToken cancellationToken)
    {
        var partition = new TopicPartition(topic, 0);
        var ends = consumer.QueryWatermarkOffsets(partition, Timeout);
        if (ends.High.Value <= ends.Low.Value)
        {
            return;
        }

        consumer.Assign(new TopicPartitionOffset(partition, Math.Max(ends.Low.Value, ends.High.Value - newest)));
        while (consumer.Consume(cancellationToken) is { IsPartitionEOF: false } record)
        {
            restore(record.Message);
        }

        consumer.Unassign();
    }

    private void RestoreNode(AlertingState state, Message<byte[], byte[]> message)
    {
        if (message.Value is null)
        {
            state.Nodes.RestoreForgotten(Encoding.UTF8.GetString(message.Key));
        }
        else if (Read(message.Value, ContractJson.Default.NodeState) is { } node)
        {
            state.Nodes.Restore(node, Moment.Now(time));
        }
    }

    private void RestoreAlert(AlertingState state, Message<byte[], byte[]> message)
    {
        if (message.Value is not null && Read(message.Value, ContractJson.Default.Alert) is { } alert)
        {
            state.Restore(alert, Moment.Now(time));
        }
    }

    // A record that somebody else put there must not keep alerting from starting.
    private static T? Read<T>(byte[] json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

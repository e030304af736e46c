using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using DistLog.Contracts;
using DistLog.ServiceDefaults.Kafka;

namespace DistLog.Alerting.Bus;

/// <summary>Writes decisions to the topics registry and alerts, without waiting for each.</summary>
internal sealed class BusWriter(KafkaClients clients, AlertingMetrics metrics, ILogger logger) : IDisposable
{
    private static readonly TimeSpan QueueWait = TimeSpan.FromMilliseconds(50);

    // No time-out: a decision waits until the bus is back; the queue's own bound pushes back before memory ends.
    private readonly IProducer<byte[], byte[]> _producer = clients.CreateProducer(config => config.MessageTimeoutMs = 0);
    private Error? _failure;

    public void Write(Outbox outbox)
    {
        foreach (var (nodeId, state) in outbox.Nodes)
        {
            Send(Topics.Registry, nodeId, state is null ? null : JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Default.NodeState));
            Tell(state);
        }

        foreach (var alert in outbox.Alerts)
        {
            Send(Topics.Alerts, alert.Fingerprint, JsonSerializer.SerializeToUtf8Bytes(alert, ContractJson.Default.Alert));
            metrics.Published(alert.Kind, alert.Status);
        }

        outbox.Clear();
    }

    /// <summary>Waits until everything written is acknowledged.</summary>
    /// <returns>False where it is not within the time; it goes on trying.</returns>
    /// <exception cref="KafkaException">Something can never be written.</exception>
    public bool Flush(TimeSpan timeout)
    {
        var done = _producer.Flush(timeout) == 0;
        return _failure is { } failure ? throw new KafkaException(failure) : done;
    }

    public void Dispose() => _producer.Dispose();

    private void Tell(NodeState? state)
    {
        // Refreshes of last_seen are no news; a change of state has the moment of the change in both fields or a new cause.
        if (state is { Status: NodeStatus.Down })
        {
            Log.NodeDown(logger, state.NodeId, state.ServiceName, state.Cause);
        }
        else if (state is not null && state.LastSeen - state.Since < TimeSpan.FromSeconds(1))
        {
            Log.NodeChanged(logger, state.NodeId, state.ServiceName, state.Status, state.Cause);
        }
    }

    private void Send(string topic, string key, byte[]? value)
    {
        var message = new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(key), Value = value! };
        while (!TrySend(topic, message))
        {
            _producer.Poll(QueueWait);
        }
    }

    private bool TrySend(string topic, Message<byte[], byte[]> message)
    {
        try
        {
            _producer.Produce(topic, message, Delivered);
            return true;
        }
        catch (ProduceException<byte[], byte[]> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }

    private void Delivered(DeliveryReport<byte[], byte[]> report)
    {
        if (report.Error.IsError)
        {
            _failure = report.Error;
        }
    }
}

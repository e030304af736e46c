using Confluent.Kafka;
using DistLog.ServiceDefaults.Kafka;
using DistLog.ServiceDefaults.Kafka.Batches;

namespace DistLog.Router.Routing;

/// <summary>Writes to topics without waiting, and counts the acknowledgements of each batch.</summary>
internal sealed class BusWriter(IProducer<byte[], byte[]> producer, ILogger<BusWriter> logger) : IDisposable
{
    private static readonly TimeSpan QueueFullWait = TimeSpan.FromMilliseconds(20);

    private Acknowledgements _batch = new();

    /// <summary>A writer over a producer that never gives up: a broker that is away is waited for.</summary>
    public static BusWriter Create(KafkaClients clients, ILogger<BusWriter> logger) =>
        new(clients.CreateProducer(config => config.MessageTimeoutMs = 0), logger);

    public void Write(string topic, Message<byte[], byte[]> message)
    {
        _batch.Expect();
        while (!TryWrite(topic, message))
        {
            // The batch limits keep outstanding records far below the queue's, so this is an odd configuration at work.
            Log.QueueFull(logger);
            Thread.Sleep(QueueFullWait);
        }
    }

    /// <summary>Ends the batch; completes when the bus has acknowledged all of it.</summary>
    public Task CompleteAsync()
    {
        var batch = _batch;
        _batch = new();
        return batch.CompleteAsync();
    }

    public void Dispose() => producer.Dispose();

    private bool TryWrite(string topic, Message<byte[], byte[]> message)
    {
        try
        {
            producer.Produce(topic, message, _batch.Handler);
            return true;
        }
        catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }
}

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

    /// <summary>Writes a record; waits where the producer's queue is full.</summary>
    /// <returns>Whether it was taken; false: it is larger than the client may send (<c>message.max.bytes</c>).</returns>
    public bool TryWrite(string topic, Message<byte[], byte[]> message)
    {
        _batch.Expect();
        var code = Produce(topic, message);
        if (code == ErrorCode.Local_QueueFull)
        {
            // The batch limits keep outstanding records below the queue's, so this is an odd configuration at work.
            Log.QueueFull(logger);
            code = ProduceWhenThereIsRoom(topic, message);
        }

        if (code != ErrorCode.NoError)
        {
            _batch.Forget();
        }

        return code == ErrorCode.NoError;
    }

    /// <summary>Ends the batch; completes when the bus has acknowledged all of it.</summary>
    public Task CompleteAsync()
    {
        var batch = _batch;
        _batch = new();
        return batch.CompleteAsync();
    }

    public void Dispose() => producer.Dispose();

    private ErrorCode ProduceWhenThereIsRoom(string topic, Message<byte[], byte[]> message)
    {
        ErrorCode code;
        do
        {
            Thread.Sleep(QueueFullWait);
            code = Produce(topic, message);
        }
        while (code == ErrorCode.Local_QueueFull);
        return code;
    }

    private ErrorCode Produce(string topic, Message<byte[], byte[]> message)
    {
        try
        {
            producer.Produce(topic, message, _batch.Handler);
            return ErrorCode.NoError;
        }
        catch (ProduceException<byte[], byte[]> e) when (e.Error.Code is ErrorCode.Local_QueueFull or ErrorCode.MsgSizeTooLarge)
        {
            return e.Error.Code;
        }
    }
}

using Confluent.Kafka;

namespace DistLog.Tests.Router;

/// <summary>A producer that keeps what it is given and acknowledges when told.</summary>
internal sealed class FakeProducer : IProducer<byte[], byte[]>
{
    private readonly Queue<Action<DeliveryReport<byte[], byte[]>>> _waiting = new();

    public List<(string Topic, Message<byte[], byte[]> Message)> Written { get; } = [];

    /// <summary>How many further records are turned away because the queue is full.</summary>
    public int FullFor { get; set; }

    /// <summary>Bytes of a value above which a record is refused.</summary>
    public int MaxBytes { get; set; } = int.MaxValue;

    public Handle Handle => throw new NotSupportedException();

    public string Name => "fake";

    public void Acknowledge(int count, ErrorCode code = ErrorCode.NoError)
    {
        for (var i = 0; i < count; i++)
        {
            _waiting.Dequeue()(new() { Error = new Error(code) });
        }
    }

    public void Produce(string topic, Message<byte[], byte[]> message, Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null)
    {
        if (FullFor-- > 0)
        {
            throw new ProduceException<byte[], byte[]>(new Error(ErrorCode.Local_QueueFull), new());
        }

        if (message.Value.Length > MaxBytes)
        {
            throw new ProduceException<byte[], byte[]>(new Error(ErrorCode.MsgSizeTooLarge), new());
        }

        Written.Add((topic, message));
        _waiting.Enqueue(deliveryHandler!);
    }

    public void Produce(TopicPartition topicPartition, Message<byte[], byte[]> message, Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null) =>
        throw new NotSupportedException();

    public Task<DeliveryResult<byte[], byte[]>> ProduceAsync(string topic, Message<byte[], byte[]> message, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<DeliveryResult<byte[], byte[]>> ProduceAsync(TopicPartition topicPartition, Message<byte[], byte[]> message, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public int Poll(TimeSpan timeout) => 0;

    public int Flush(TimeSpan timeout) => 0;

    public void Flush(CancellationToken cancellationToken = default)
    {
    }

    public void InitTransactions(TimeSpan timeout) => throw new NotSupportedException();

    public void BeginTransaction() => throw new NotSupportedException();

    public void CommitTransaction(TimeSpan timeout) => throw new NotSupportedException();

    public void CommitTransaction() => throw new NotSupportedException();

    public void AbortTransaction(TimeSpan timeout) => throw new NotSupportedException();

    public void AbortTransaction() => throw new NotSupportedException();

    public void SendOffsetsToTransaction(IEnumerable<TopicPartitionOffset> offsets, IConsumerGroupMetadata groupMetadata, TimeSpan timeout) =>
        throw new NotSupportedException();

    public int AddBrokers(string brokers) => throw new NotSupportedException();

    public void SetSaslCredentials(string username, string password) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}

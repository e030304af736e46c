using Confluent.Kafka;

namespace DistLog.ServiceDefaults.Kafka.Batches;

/// <summary>A consumer as a <see cref="IRecordSource"/>.</summary>
internal sealed class ConsumerSource(IConsumer<byte[], byte[]> consumer) : IRecordSource
{
    public ConsumeResult<byte[], byte[]>? Poll(TimeSpan timeout) => consumer.Consume(timeout);

    public void Commit(IReadOnlyList<TopicPartitionOffset> offsets) => consumer.Commit(offsets);

    public void Pause() => consumer.Pause(consumer.Assignment);

    public void Resume() => consumer.Resume(consumer.Assignment);
}

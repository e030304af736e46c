using Confluent.Kafka;

namespace DistLog.ServiceDefaults.Kafka.Batches;

/// <summary>The part of a consumer that <see cref="BatchLoop"/> uses.</summary>
internal interface IRecordSource
{
    /// <summary>The next record, or null where none came in time. Rebalances are handled within.</summary>
    ConsumeResult<byte[], byte[]>? Poll(TimeSpan timeout);

    /// <summary>Commits the offsets of the records to read next.</summary>
    /// <exception cref="KafkaException">They could not be committed.</exception>
    void Commit(IReadOnlyList<TopicPartitionOffset> offsets);

    /// <summary>Stops fetching; <see cref="Poll"/> goes on to keep the membership of the group.</summary>
    void Pause();

    void Resume();
}

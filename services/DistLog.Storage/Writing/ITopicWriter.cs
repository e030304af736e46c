using Confluent.Kafka;

namespace DistLog.Storage.Writing;

/// <summary>Turns the records of one topic into bulk requests.</summary>
internal interface ITopicWriter
{
    /// <summary>Takes a record into the open batch.</summary>
    void Add(ConsumeResult<byte[], byte[]> record);

    /// <summary>Closes the open batch; completes when all of it is settled.</summary>
    Task CompleteAsync(CancellationToken abort);
}

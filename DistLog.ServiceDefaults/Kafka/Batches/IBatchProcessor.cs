using Confluent.Kafka;

namespace DistLog.ServiceDefaults.Kafka.Batches;

/// <summary>What a service does with the records of its topics. All calls come one at a time.</summary>
public interface IBatchProcessor
{
    /// <summary>Prepares what the records will need, before the first is read; tries again until the other side answers.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Takes a record into the open batch.</summary>
    void Add(ConsumeResult<byte[], byte[]> record);

    /// <summary>Closes the open batch.</summary>
    /// <param name="abort">Cancelled when the process has no more time: what is unfinished then will be read again.</param>
    /// <returns>
    /// Completes when everything that the batch led to is acknowledged, so that its offsets may be committed. A failure stops the
    /// process: its records, and those after them, are read again by the next.
    /// </returns>
    Task CompleteAsync(CancellationToken abort);
}

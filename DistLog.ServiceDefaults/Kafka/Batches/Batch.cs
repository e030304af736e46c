using Confluent.Kafka;

namespace DistLog.ServiceDefaults.Kafka.Batches;

/// <summary>Records that are acknowledged and committed together.</summary>
/// <param name="openedAt">When its first record came: a timestamp of the <see cref="TimeProvider"/>.</param>
internal sealed class Batch(long openedAt)
{
    public long OpenedAt { get; } = openedAt;

    /// <summary>What is committed once the batch is done.</summary>
    public OffsetMap Offsets { get; } = new();

    public int Records { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Completes when everything is acknowledged; set when the batch is closed.</summary>
    public Task Done { get; set; } = Task.CompletedTask;

    private string _topic = "";
    private Partition _partition;
    private Offset _next;

    public void Add(ConsumeResult<byte[], byte[]> record)
    {
        Records++;
        Bytes += (record.Message.Key?.Length ?? 0) + (record.Message.Value?.Length ?? 0);
        if (record.Partition != _partition || record.Topic != _topic)
        {
            // Records come in runs of one partition: only the end of a run is looked up.
            EndRun();
            (_topic, _partition) = (record.Topic, record.Partition);
        }

        _next = record.Offset + 1;
    }

    public void EndRun()
    {
        if (_topic.Length > 0)
        {
            Offsets.Set(_topic, _partition, _next);
        }
    }
}

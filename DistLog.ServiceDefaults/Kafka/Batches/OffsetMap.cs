using Confluent.Kafka;

namespace DistLog.ServiceDefaults.Kafka.Batches;

/// <summary>The next offset to read of each partition. A handful of partitions: a scan beats a hash table.</summary>
internal sealed class OffsetMap
{
    private readonly List<TopicPartitionOffset> _offsets = [];

    public bool IsEmpty => _offsets.Count == 0;

    public IReadOnlyList<TopicPartitionOffset> Offsets => _offsets;

    public void Set(string topic, Partition partition, Offset next)
    {
        var index = Index(topic, partition);
        var offset = new TopicPartitionOffset(topic, partition, next);
        if (index < 0)
        {
            _offsets.Add(offset);
        }
        else
        {
            _offsets[index] = offset;
        }
    }

    public void SetAll(OffsetMap other)
    {
        foreach (var offset in other._offsets)
        {
            Set(offset.Topic, offset.Partition, offset.Offset);
        }
    }


    public void Clear() => _offsets.Clear();

    private int Index(string topic, Partition partition)
    {
        for (var i = 0; i < _offsets.Count; i++)
        {
            if (_offsets[i].Partition == partition && _offsets[i].Topic == topic)
            {
                return i;
            }
        }

        return -1;
    }
}

using DistLog.Broker.Storage;

namespace DistLog.Broker.Topics;

/// <summary>A topic with its partitions, which only grow in number.</summary>
internal sealed class Topic(string name, Guid id, TopicConfig config)
{
    private volatile PartitionLog[] _partitions = [];

    public string Name { get; } = name;

    /// <summary>Also the name of its directory, so that no client's text becomes a path.</summary>
    public Guid Id { get; } = id;

    public TopicConfig Config { get; } = config;

    public IReadOnlyList<PartitionLog> Partitions => _partitions;

    public PartitionLog? Find(int partition)
    {
        var partitions = _partitions;
        return (uint)partition < (uint)partitions.Length ? partitions[partition] : null;
    }

    /// <summary>Called under the registry's lock only.</summary>
    public void AddPartitions(IEnumerable<PartitionLog> partitions) => _partitions = [.. _partitions, .. partitions];
}

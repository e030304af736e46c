using System.Collections.Concurrent;
using DistLog.Broker.Protocol;
using DistLog.Broker.Storage;

namespace DistLog.Broker.Groups;

/// <summary>What a group has committed for one partition.</summary>
internal sealed record CommittedOffset(long Offset, int LeaderEpoch, string? Metadata, long CommittedAtMs);

/// <summary>A partition as committed offsets name it.</summary>
internal readonly record struct TopicPartition(string Topic, int Partition);

/// <summary>The committed offsets of all groups: in memory, and in a journal that is durable before a commit is answered.</summary>
internal sealed class OffsetStore : IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<TopicPartition, CommittedOffset>> _groups = new(StringComparer.Ordinal);
    private readonly Journal _journal;

    public OffsetStore(BrokerOptions options, GroupCommit commits, ILogger<OffsetStore> logger) =>
        _journal = new Journal(Path.Combine(options.DataDirectory, "offsets.journal"), commits, logger) { State = State };

    public IEnumerable<string> Groups => _groups.Keys;

    public void Open() => _journal.Replay(Apply);

    public IReadOnlyDictionary<TopicPartition, CommittedOffset> Of(string group) =>
        _groups.TryGetValue(group, out var offsets) ? offsets : [];

    /// <summary>The task ends when the offsets are durable.</summary>
    public Task CommitAsync(string group, IReadOnlyCollection<(TopicPartition Partition, CommittedOffset Offset)> commits)
    {
        var offsets = _groups.GetOrAdd(group, static _ => new());
        var entries = new List<byte[]>(commits.Count);
        foreach (var (partition, offset) in commits)
        {
            offsets[partition] = offset;
            entries.Add(Encode(group, partition, offset));
        }

        return _journal.AppendAsync(entries);
    }

    /// <summary>Forgets offsets of a group, durably.</summary>
    public Task RemoveAsync(string group, IReadOnlyCollection<TopicPartition> partitions)
    {
        if (partitions.Count == 0 || !_groups.TryGetValue(group, out var offsets))
        {
            return Task.CompletedTask;
        }

        var entries = new List<byte[]>(partitions.Count);
        foreach (var partition in partitions)
        {
            offsets.TryRemove(partition, out _);
            entries.Add(Encode(group, partition, null));
        }

        if (offsets.IsEmpty)
        {
            _groups.TryRemove(group, out _);
        }

        return _journal.AppendAsync(entries);
    }

    public Task RemoveAsync(string group) => RemoveAsync(group, [.. Of(group).Keys]);

    /// <summary>Forgets a deleted topic's offsets, so that a new topic of its name starts afresh.</summary>
    public Task RemoveTopicAsync(string topic) =>
        Task.WhenAll(_groups.Keys.Select(group => RemoveAsync(group, [.. Of(group).Keys.Where(partition => partition.Topic == topic)])));

    public void Dispose() => _journal.Dispose();

    private static byte[] Encode(string group, TopicPartition partition, CommittedOffset? offset)
    {
        using var writer = new ResponseWriter { Flexible = true };
        writer.WriteString(group);
        writer.WriteString(partition.Topic);
        writer.WriteInt32(partition.Partition);
        writer.WriteBool(offset is not null);
        if (offset is not null)
        {
            writer.WriteInt64(offset.Offset);
            writer.WriteInt32(offset.LeaderEpoch);
            writer.WriteString(offset.Metadata);
            writer.WriteInt64(offset.CommittedAtMs);
        }

        return writer.Written.ToArray();
    }

    private void Apply(RequestReader reader)
    {
        var group = reader.ReadString();
        var partition = new TopicPartition(reader.ReadString(), reader.ReadInt32());
        if (reader.ReadBool())
        {
            _groups.GetOrAdd(group, static _ => new())[partition] =
                new CommittedOffset(reader.ReadInt64(), reader.ReadInt32(), reader.ReadNullableString(), reader.ReadInt64());
        }
        else if (_groups.TryGetValue(group, out var offsets) && offsets.TryRemove(partition, out _) && offsets.IsEmpty)
        {
            _groups.TryRemove(group, out _);
        }
    }

    private IEnumerable<byte[]> State() =>
        _groups.SelectMany(group => group.Value.Select(offset => Encode(group.Key, offset.Key, offset.Value)));
}

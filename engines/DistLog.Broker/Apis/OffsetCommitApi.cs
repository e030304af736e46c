using DistLog.Broker.Groups;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>OffsetCommit: answered when the offsets are durable.</summary>
internal sealed class OffsetCommitApi(GroupCoordinator groups, TopicRegistry topics, TimeProvider time) : IApi
{
    /// <summary>Kafka's offset.metadata.max.bytes.</summary>
    private const int MaxMetadataLength = 4096;

    public ApiKey Key => ApiKey.OffsetCommit;

    public short MinVersion => 1;

    public short MaxVersion => 8;

    public short FirstFlexibleVersion => 8;

    public async Task HandleAsync(RequestContext context)
    {
        var (reader, version) = (context.Reader, context.Version);
        var groupId = reader.ReadString();
        var generation = reader.ReadInt32();
        var memberId = reader.ReadString();
        var instanceId = version >= 7 ? reader.ReadNullableString() : null;
        if (version is >= 2 and <= 4)
        {
            reader.ReadInt64();
        }

        var commits = reader.ReadArray(r => ReadTopic(r, version));
        var error = groups.CheckCommit(groupId, memberId, instanceId, generation);
        error = error == ErrorCode.None ? await CommitAsync(groupId, commits.SelectMany(topic => topic.Partitions)) : error;
        Write(context.Writer, version, error, commits);
    }

    private async Task<ErrorCode> CommitAsync(string groupId, IEnumerable<Commit> commits)
    {
        var valid = commits.Where(commit => commit.Error == ErrorCode.None)
            .Select(commit => (commit.Partition, commit.Offset)).ToList();
        try
        {
            await (valid.Count > 0 ? groups.Offsets.CommitAsync(groupId, valid) : Task.CompletedTask);
            return ErrorCode.None;
        }
        catch (IOException)
        {
            // A full disk. Clients take this answer as a reason to try again.
            return ErrorCode.CoordinatorNotAvailable;
        }
    }

    private (string Name, List<Commit> Partitions) ReadTopic(RequestReader reader, short version)
    {
        var name = reader.ReadString();
        topics.TryGet(name, out var topic);
        var partitions = reader.ReadArray(r => ReadPartition(r, version, name, topic));
        reader.SkipTags();
        return (name, partitions);
    }

    private Commit ReadPartition(RequestReader reader, short version, string name, Topic? topic)
    {
        var partition = reader.ReadInt32();
        var offset = reader.ReadInt64();
        var epoch = version >= 6 ? reader.ReadInt32() : -1;
        if (version == 1)
        {
            reader.ReadInt64();
        }

        var metadata = reader.ReadNullableString();
        reader.SkipTags();
        var error = topic?.Find(partition) is null ? ErrorCode.UnknownTopicOrPartition
            : metadata?.Length > MaxMetadataLength ? ErrorCode.OffsetMetadataTooLarge
            : ErrorCode.None;
        return new Commit(
            new TopicPartition(name, partition), new CommittedOffset(offset, epoch, metadata, time.GetUtcNow().ToUnixTimeMilliseconds()), error);
    }

    private static void Write(ResponseWriter writer, short version, ErrorCode error, List<(string Name, List<Commit> Partitions)> commits)
    {
        if (version >= 3)
        {
            writer.WriteInt32(0);
        }

        writer.WriteArray(commits, (w, topic) =>
        {
            w.WriteString(topic.Name);
            w.WriteArray(topic.Partitions, (p, commit) =>
            {
                p.WriteInt32(commit.Partition.Partition);
                p.WriteError(error == ErrorCode.None ? commit.Error : error);
                p.WriteNoTags();
            });
            w.WriteNoTags();
        });
        writer.WriteNoTags();
    }

    private sealed record Commit(TopicPartition Partition, CommittedOffset Offset, ErrorCode Error);
}

using DistLog.Broker.Groups;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;

namespace DistLog.Broker.Apis;

/// <summary>OffsetFetch: what groups have committed; null topics mean all of a group's.</summary>
internal sealed class OffsetFetchApi(GroupCoordinator groups) : IApi
{
    private const int FirstBatchedVersion = 8;

    public ApiKey Key => ApiKey.OffsetFetch;

    public short MinVersion => 1;

    public short MaxVersion => 8;

    public short FirstFlexibleVersion => 6;

    public Task HandleAsync(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        var wanted = version >= FirstBatchedVersion
            ? reader.ReadArray(static r =>
            {
                var group = ReadGroup(r);
                r.SkipTags();
                return group;
            })
            : [ReadGroup(reader)];
        if (version >= 3)
        {
            writer.WriteInt32(0);
        }

        if (version >= FirstBatchedVersion)
        {
            writer.WriteArray(wanted, (w, group) => WriteGroup(w, version, group));
        }
        else
        {
            WriteTopics(writer, version, wanted[0]);
            if (version >= 2)
            {
                writer.WriteError(ErrorCode.None);
            }
        }

        writer.WriteNoTags();
        return Task.CompletedTask;
    }

    private static Wanted ReadGroup(RequestReader reader)
    {
        var groupId = reader.ReadString();
        var topics = reader.ReadNullableArray(static r =>
        {
            var topic = (r.ReadString(), r.ReadArray(static p => p.ReadInt32()));
            r.SkipTags();
            return topic;
        });
        return new Wanted(groupId, topics);
    }

    private void WriteGroup(ResponseWriter writer, short version, Wanted group)
    {
        writer.WriteString(group.GroupId);
        WriteTopics(writer, version, group);
        writer.WriteError(ErrorCode.None);
        writer.WriteNoTags();
    }

    private void WriteTopics(ResponseWriter writer, short version, Wanted group)
    {
        var offsets = groups.Offsets.Of(group.GroupId);
        var topics = group.Topics ?? [.. offsets.Keys.GroupBy(partition => partition.Topic)
            .Select(topic => (topic.Key, topic.Select(partition => partition.Partition).ToList()))];
        writer.WriteArray(topics, (w, topic) =>
        {
            w.WriteString(topic.Name);
            w.WriteArray(topic.Partitions, (p, partition) =>
                WritePartition(p, version, partition, offsets.GetValueOrDefault(new TopicPartition(topic.Name, partition))));
            w.WriteNoTags();
        });
    }

    private static void WritePartition(ResponseWriter writer, short version, int partition, CommittedOffset? offset)
    {
        writer.WriteInt32(partition);
        writer.WriteInt64(offset?.Offset ?? -1);
        if (version >= 5)
        {
            writer.WriteInt32(offset?.LeaderEpoch ?? -1);
        }

        writer.WriteString(offset?.Metadata ?? "");
        writer.WriteError(ErrorCode.None);
        writer.WriteNoTags();
    }

    private sealed record Wanted(string GroupId, List<(string Name, List<int> Partitions)>? Topics);
}

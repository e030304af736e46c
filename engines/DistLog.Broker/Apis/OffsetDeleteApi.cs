using DistLog.Broker.Groups;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;

namespace DistLog.Broker.Apis;

/// <summary>OffsetDelete: forgets single offsets of a group without members.</summary>
internal sealed class OffsetDeleteApi(GroupCoordinator groups) : IApi
{
    /// <summary>This API never got a flexible version.</summary>
    private const short Never = short.MaxValue;

    public ApiKey Key => ApiKey.OffsetDelete;

    public short MinVersion => 0;

    public short MaxVersion => 0;

    public short FirstFlexibleVersion => Never;

    public async Task HandleAsync(RequestContext context)
    {
        var groupId = context.Reader.ReadString();
        var topics = context.Reader.ReadArray(static r => (Name: r.ReadString(), Partitions: r.ReadArray(static p => p.ReadInt32())));
        var error = Check(groupId);
        if (error == ErrorCode.None)
        {
            await groups.Offsets.RemoveAsync(
                groupId, [.. topics.SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Name, partition)))]);
        }

        Write(context.Writer, error, error == ErrorCode.None ? topics : []);
    }

    private ErrorCode Check(string groupId)
    {
        var group = groups.Find(groupId);
        return group is null && groups.Offsets.Of(groupId).Count == 0 ? ErrorCode.GroupIdNotFound
            : group is null or { State: GroupState.Empty } ? ErrorCode.None
            : ErrorCode.NonEmptyGroup;
    }

    private static void Write(ResponseWriter writer, ErrorCode error, List<(string Name, List<int> Partitions)> topics)
    {
        writer.WriteError(error);
        writer.WriteInt32(0);
        writer.WriteArray(topics, static (w, topic) =>
        {
            w.WriteString(topic.Name);
            w.WriteArray(topic.Partitions, static (p, partition) =>
            {
                p.WriteInt32(partition);
                p.WriteError(ErrorCode.None);
            });
        });
    }
}

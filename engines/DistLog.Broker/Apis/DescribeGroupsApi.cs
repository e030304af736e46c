using DistLog.Broker.Groups;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;

namespace DistLog.Broker.Apis;

/// <summary>DescribeGroups: state and members; an unknown group is told as Dead, as in Kafka.</summary>
internal sealed class DescribeGroupsApi(GroupCoordinator groups) : IApi
{
    private const int OperationsUnknown = int.MinValue;

    public ApiKey Key => ApiKey.DescribeGroups;

    public short MinVersion => 0;

    public short MaxVersion => 5;

    public short FirstFlexibleVersion => 5;

    public Task HandleAsync(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        var wanted = reader.ReadArray(static r => r.ReadString());
        if (version >= 1)
        {
            writer.WriteInt32(0);
        }

        writer.WriteArray(wanted, (w, groupId) => WriteGroup(w, version, groupId));
        writer.WriteNoTags();
        return Task.CompletedTask;
    }

    private void WriteGroup(ResponseWriter writer, short version, string groupId)
    {
        var (state, protocolType, protocol, members) = groups.Find(groupId)?.Describe()
            ?? (groups.Offsets.Of(groupId).Count > 0 ? GroupState.Empty : GroupState.Dead, "", "", []);
        writer.WriteError(ErrorCode.None);
        writer.WriteString(groupId);
        writer.WriteString(state.ToString());
        writer.WriteString(protocolType);
        writer.WriteString(protocol);
        writer.WriteArray(members, (w, member) => WriteMember(w, version, member, protocol));
        if (version >= 3)
        {
            writer.WriteInt32(OperationsUnknown);
        }

        writer.WriteNoTags();
    }

    private static void WriteMember(ResponseWriter writer, short version, GroupMember member, string protocol)
    {
        writer.WriteString(member.Id);
        if (version >= 4)
        {
            writer.WriteString(member.InstanceId);
        }

        writer.WriteString(member.ClientId);
        writer.WriteString(member.ClientHost);
        writer.WriteBytes(member.MetadataFor(protocol));
        writer.WriteBytes(member.Assignment);
        writer.WriteNoTags();
    }
}

using DistLog.Broker.Groups;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;

namespace DistLog.Broker.Apis;

/// <summary>JoinGroup: answered when the group's next generation is complete.</summary>
internal sealed class JoinGroupApi(GroupCoordinator groups) : IApi
{
    /// <summary>From this version on a new member is given its id first and joins with it (KIP-394).</summary>
    private const int FirstVersionWithKnownIds = 4;

    public ApiKey Key => ApiKey.JoinGroup;

    public short MinVersion => 0;

    public short MaxVersion => 9;

    public short FirstFlexibleVersion => 6;

    public async Task HandleAsync(RequestContext context)
    {
        var request = Read(context);
        var result = await groups.JoinAsync(request).WaitAsync(context.Closed);
        Write(context.Writer, context.Version, result);
    }

    private static JoinRequest Read(RequestContext context)
    {
        var (reader, version) = (context.Reader, context.Version);
        var groupId = reader.ReadString();
        var session = TimeSpan.FromMilliseconds(reader.ReadInt32());
        var rebalance = version >= 1 ? TimeSpan.FromMilliseconds(reader.ReadInt32()) : session;
        var memberId = reader.ReadString();
        var instanceId = version >= 5 ? reader.ReadNullableString() : null;
        var protocolType = reader.ReadString();
        var protocols = reader.ReadArray(static r =>
        {
            var protocol = new MemberProtocol(r.ReadString(), r.ReadBytes().ToArray());
            r.SkipTags();
            return protocol;
        });
        return new JoinRequest(
            groupId, session, rebalance, memberId, instanceId, protocolType, protocols,
            context.ClientId, context.ClientHost, version >= FirstVersionWithKnownIds);
    }

    private static void Write(ResponseWriter writer, short version, JoinResult result)
    {
        if (version >= 2)
        {
            writer.WriteInt32(0);
        }

        writer.WriteError(result.Error);
        writer.WriteInt32(result.Generation);
        if (version >= 7)
        {
            writer.WriteString(result.ProtocolType);
        }

        writer.WriteString(result.Protocol ?? (version >= 7 ? null : ""));
        writer.WriteString(result.Leader);
        if (version >= 9)
        {
            writer.WriteBool(result.SkipAssignment);
        }

        writer.WriteString(result.MemberId);
        writer.WriteArray(result.Members, (w, member) => WriteMember(w, version, member, result.Protocol));
        writer.WriteNoTags();
    }

    private static void WriteMember(ResponseWriter writer, short version, GroupMember member, string? protocol)
    {
        writer.WriteString(member.Id);
        if (version >= 5)
        {
            writer.WriteString(member.InstanceId);
        }

        writer.WriteBytes(member.MetadataFor(protocol));
        writer.WriteNoTags();
    }
}

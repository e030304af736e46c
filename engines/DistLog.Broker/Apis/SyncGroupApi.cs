using DistLog.Broker.Groups;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;

namespace DistLog.Broker.Apis;

/// <summary>SyncGroup: the leader brings the assignment, everyone gets theirs.</summary>
internal sealed class SyncGroupApi(GroupCoordinator groups) : IApi
{
    public ApiKey Key => ApiKey.SyncGroup;

    public short MinVersion => 0;

    public short MaxVersion => 5;

    public short FirstFlexibleVersion => 4;

    public async Task HandleAsync(RequestContext context)
    {
        var (reader, version) = (context.Reader, context.Version);
        var groupId = reader.ReadString();
        var generation = reader.ReadInt32();
        var memberId = reader.ReadString();
        var instanceId = version >= 3 ? reader.ReadNullableString() : null;
        var protocolType = version >= 5 ? reader.ReadNullableString() : null;
        var protocol = version >= 5 ? reader.ReadNullableString() : null;
        var assignments = ReadAssignments(reader);
        var synced = groups.Find(groupId)?.SyncAsync(memberId, instanceId, generation, protocolType, protocol, assignments)
            ?? Task.FromResult(SyncResult.Failed(ErrorCode.UnknownMemberId));
        Write(context.Writer, version, await synced.WaitAsync(context.Closed));
    }

    private static Dictionary<string, byte[]> ReadAssignments(RequestReader reader)
    {
        var assignments = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        reader.ReadArray(r =>
        {
            assignments[r.ReadString()] = r.ReadBytes().ToArray();
            r.SkipTags();
            return true;
        });
        return assignments;
    }

    private static void Write(ResponseWriter writer, short version, SyncResult result)
    {
        if (version >= 1)
        {
            writer.WriteInt32(0);
        }

        writer.WriteError(result.Error);
        if (version >= 5)
        {
            writer.WriteString(result.ProtocolType);
            writer.WriteString(result.Protocol);
        }

        writer.WriteBytes(result.Assignment);
        writer.WriteNoTags();
    }
}

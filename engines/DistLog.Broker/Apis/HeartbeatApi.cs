using DistLog.Broker.Groups;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;

namespace DistLog.Broker.Apis;

/// <summary>Heartbeat: keeps a member alive and tells it of a rebalance.</summary>
internal sealed class HeartbeatApi(GroupCoordinator groups) : IApi
{
    public ApiKey Key => ApiKey.Heartbeat;

    public short MinVersion => 0;

    public short MaxVersion => 4;

    public short FirstFlexibleVersion => 4;

    public Task HandleAsync(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        var groupId = reader.ReadString();
        var generation = reader.ReadInt32();
        var memberId = reader.ReadString();
        var instanceId = version >= 3 ? reader.ReadNullableString() : null;
        if (version >= 1)
        {
            writer.WriteInt32(0);
        }

        writer.WriteError(groups.Find(groupId)?.Heartbeat(memberId, instanceId, generation) ?? ErrorCode.UnknownMemberId);
        writer.WriteNoTags();
        return Task.CompletedTask;
    }
}

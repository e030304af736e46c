using DistLog.Broker.Groups;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;

namespace DistLog.Broker.Apis;

/// <summary>ListGroups: all groups, or those in some states.</summary>
internal sealed class ListGroupsApi(GroupCoordinator groups) : IApi
{
    private const string ClassicType = "classic";

    public ApiKey Key => ApiKey.ListGroups;

    public short MinVersion => 0;

    public short MaxVersion => 5;

    public short FirstFlexibleVersion => 3;

    public Task HandleAsync(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        var states = version >= 4 ? reader.ReadArray(static r => r.ReadString()) : [];
        var types = version >= 5 ? reader.ReadArray(static r => r.ReadString()) : [];
        var listed = groups.GroupIds.Select(Describe)
            .Where(group => states.Count == 0 || states.Contains(group.State, StringComparer.OrdinalIgnoreCase))
            .Where(_ => types.Count == 0 || types.Contains(ClassicType, StringComparer.OrdinalIgnoreCase)).ToList();
        if (version >= 1)
        {
            writer.WriteInt32(0);
        }

        writer.WriteError(ErrorCode.None);
        writer.WriteArray(listed, (w, group) => Write(w, version, group));
        writer.WriteNoTags();
        return Task.CompletedTask;
    }

    private (string Id, string ProtocolType, string State) Describe(string groupId)
    {
        var group = groups.Find(groupId);
        return (groupId, group?.ProtocolType ?? "", (group?.State ?? GroupState.Empty).ToString());
    }

    private static void Write(ResponseWriter writer, short version, (string Id, string ProtocolType, string State) group)
    {
        writer.WriteString(group.Id);
        writer.WriteString(group.ProtocolType);
        if (version >= 4)
        {
            writer.WriteString(group.State);
        }

        if (version >= 5)
        {
            writer.WriteString(ClassicType);
        }

        writer.WriteNoTags();
    }
}

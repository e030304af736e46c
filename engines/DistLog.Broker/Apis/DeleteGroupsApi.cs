using DistLog.Broker.Groups;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;

namespace DistLog.Broker.Apis;

/// <summary>DeleteGroups: forgets groups without members and their offsets.</summary>
internal sealed class DeleteGroupsApi(GroupCoordinator groups) : IApi
{
    public ApiKey Key => ApiKey.DeleteGroups;

    public short MinVersion => 0;

    public short MaxVersion => 2;

    public short FirstFlexibleVersion => 2;

    public async Task HandleAsync(RequestContext context)
    {
        var results = new List<(string Id, ErrorCode Error)>();
        foreach (var groupId in context.Reader.ReadArray(static r => r.ReadString()))
        {
            results.Add((groupId, await groups.DeleteAsync(groupId)));
        }

        context.Writer.WriteInt32(0);
        context.Writer.WriteArray(results, static (w, result) =>
        {
            w.WriteString(result.Id);
            w.WriteError(result.Error);
            w.WriteNoTags();
        });
        context.Writer.WriteNoTags();
    }
}

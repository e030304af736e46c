using DistLog.Broker.Groups;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;

namespace DistLog.Broker.Apis;

/// <summary>LeaveGroup: one member by its id, or, from version 3 on, several by id or instance id.</summary>
internal sealed class LeaveGroupApi(GroupCoordinator groups) : IApi
{
    private const int FirstBatchedVersion = 3;

    public ApiKey Key => ApiKey.LeaveGroup;

    public short MinVersion => 0;

    public short MaxVersion => 5;

    public short FirstFlexibleVersion => 4;

    public Task HandleAsync(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        var group = groups.Find(reader.ReadString());
        var members = version < FirstBatchedVersion
            ? [new Leaving(reader.ReadString(), null)]
            : reader.ReadArray(r => ReadMember(r, version));
        var results = members.ConvertAll(member => (member, Error: group?.Leave(member.Id, member.InstanceId) ?? ErrorCode.UnknownMemberId));
        if (version >= 1)
        {
            writer.WriteInt32(0);
        }

        writer.WriteError(version < FirstBatchedVersion ? results[0].Error : ErrorCode.None);
        if (version >= FirstBatchedVersion)
        {
            writer.WriteArray(results, static (w, result) =>
            {
                w.WriteString(result.member.Id);
                w.WriteString(result.member.InstanceId);
                w.WriteError(result.Error);
                w.WriteNoTags();
            });
        }

        writer.WriteNoTags();
        return Task.CompletedTask;
    }

    private static Leaving ReadMember(RequestReader reader, short version)
    {
        var member = new Leaving(reader.ReadString(), reader.ReadNullableString());
        if (version >= 5)
        {
            reader.ReadNullableString();
        }

        reader.SkipTags();
        return member;
    }

    private readonly record struct Leaving(string Id, string? InstanceId);
}

using DistLog.Broker.Groups;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>DeleteTopics: by name, or by id from version 6 on; a topic's committed offsets go with it.</summary>
internal sealed class DeleteTopicsApi(TopicRegistry topics, OffsetStore offsets) : IApi
{
    private const int FirstVersionWithIds = 6;

    public ApiKey Key => ApiKey.DeleteTopics;

    public short MinVersion => 0;

    public short MaxVersion => 6;

    public short FirstFlexibleVersion => 4;

    public async Task HandleAsync(RequestContext context)
    {
        var wanted = Read(context.Reader, context.Version);
        var results = new List<Deleted>(wanted.Count);
        foreach (var (name, id) in wanted)
        {
            results.Add(await DeleteAsync(name, id));
        }

        Write(context.Writer, context.Version, results);
    }

    private static List<(string? Name, Guid Id)> Read(RequestReader reader, short version)
    {
        var wanted = version < FirstVersionWithIds
            ? reader.ReadArray(static r => ((string?)r.ReadString(), Guid.Empty))
            : reader.ReadArray(static r =>
            {
                var topic = (r.ReadNullableString(), r.ReadUuid());
                r.SkipTags();
                return topic;
            });
        reader.ReadInt32();
        return wanted;
    }

    private async Task<Deleted> DeleteAsync(string? name, Guid id)
    {
        var found = name is null ? topics.TryGet(id, out var topic) : topics.TryGet(name, out topic);
        if (!found || !await topics.DeleteAsync(topic!))
        {
            return new Deleted(name, id, name is null ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition);
        }

        await offsets.RemoveTopicAsync(topic!.Name);
        return new Deleted(topic.Name, topic.Id, ErrorCode.None);
    }

    private static void Write(ResponseWriter writer, short version, List<Deleted> results)
    {
        if (version >= 1)
        {
            writer.WriteInt32(0);
        }

        writer.WriteArray(results, (w, result) =>
        {
            w.WriteString(result.Name);
            if (version >= FirstVersionWithIds)
            {
                w.WriteUuid(result.Id);
            }

            w.WriteError(result.Error);
            if (version >= 5)
            {
                w.WriteString(null);
            }

            w.WriteNoTags();
        });
        writer.WriteNoTags();
    }

    private readonly record struct Deleted(string? Name, Guid Id, ErrorCode Error);
}

using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>DeleteRecords: moves the start of partitions.</summary>
internal sealed class DeleteRecordsApi(TopicRegistry topics) : IApi
{
    /// <summary>Stands for the high watermark.</summary>
    private const long ToTheEnd = -1;

    public ApiKey Key => ApiKey.DeleteRecords;

    public short MinVersion => 0;

    public short MaxVersion => 2;

    public short FirstFlexibleVersion => 2;

    public async Task HandleAsync(RequestContext context)
    {
        var wanted = context.Reader.ReadArray(ReadTopic);
        context.Reader.ReadInt32();
        var results = new List<(string Name, List<Deleted> Partitions)>(wanted.Count);
        foreach (var (name, partitions) in wanted)
        {
            var deleted = new List<Deleted>(partitions.Count);
            foreach (var (partition, offset) in partitions)
            {
                deleted.Add(await DeleteAsync(name, partition, offset));
            }

            results.Add((name, deleted));
        }

        Write(context.Writer, results);
    }

    private static (string Name, List<(int Partition, long Offset)> Partitions) ReadTopic(RequestReader reader)
    {
        var topic = (reader.ReadString(), reader.ReadArray(static r =>
        {
            var partition = (r.ReadInt32(), r.ReadInt64());
            r.SkipTags();
            return partition;
        }));
        reader.SkipTags();
        return topic;
    }

    private async Task<Deleted> DeleteAsync(string name, int partition, long offset)
    {
        if (!topics.TryGet(name, out var topic) || topic.Find(partition) is not { } log)
        {
            return new Deleted(partition, -1, ErrorCode.UnknownTopicOrPartition);
        }

        if (!topic.Config.Deletes)
        {
            return new Deleted(partition, -1, ErrorCode.PolicyViolation);
        }

        var before = offset == ToTheEnd ? log.HighWatermark : offset;
        return before < 0 || before > log.HighWatermark
            ? new Deleted(partition, -1, ErrorCode.OffsetOutOfRange)
            : new Deleted(partition, await topics.DeleteRecordsAsync(topic, partition, before), ErrorCode.None);
    }

    private static void Write(ResponseWriter writer, List<(string Name, List<Deleted> Partitions)> results)
    {
        writer.WriteInt32(0);
        writer.WriteArray(results, static (w, topic) =>
        {
            w.WriteString(topic.Name);
            w.WriteArray(topic.Partitions, static (p, deleted) =>
            {
                p.WriteInt32(deleted.Partition);
                p.WriteInt64(deleted.LowWatermark);
                p.WriteError(deleted.Error);
                p.WriteNoTags();
            });
            w.WriteNoTags();
        });
        writer.WriteNoTags();
    }

    private readonly record struct Deleted(int Partition, long LowWatermark, ErrorCode Error);
}

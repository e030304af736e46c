using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Storage;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>OffsetForLeaderEpoch: where an epoch ended; on one node there is one epoch, and it ends where the log does.</summary>
internal sealed class OffsetForLeaderEpochApi(TopicRegistry topics) : IApi
{
    public ApiKey Key => ApiKey.OffsetForLeaderEpoch;

    public short MinVersion => 0;

    public short MaxVersion => 4;

    public short FirstFlexibleVersion => 4;

    public Task HandleAsync(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        if (version >= 3)
        {
            reader.ReadInt32();
        }

        var found = reader.ReadArray(r => ReadTopic(r, version));
        if (version >= 2)
        {
            writer.WriteInt32(0);
        }

        writer.WriteArray(found, (w, topic) =>
        {
            w.WriteString(topic.Name);
            w.WriteArray(topic.Partitions, (p, end) => Write(p, version, end));
            w.WriteNoTags();
        });
        writer.WriteNoTags();
        return Task.CompletedTask;
    }

    private (string Name, List<EpochEnd> Partitions) ReadTopic(RequestReader reader, short version)
    {
        var name = reader.ReadString();
        topics.TryGet(name, out var topic);
        var partitions = reader.ReadArray(r =>
        {
            var partition = r.ReadInt32();
            var currentEpoch = version >= 2 ? r.ReadInt32() : -1;
            var epoch = r.ReadInt32();
            r.SkipTags();
            return Find(topic?.Find(partition), partition, currentEpoch, epoch);
        });
        reader.SkipTags();
        return (name, partitions);
    }

    private static EpochEnd Find(PartitionLog? log, int partition, int currentEpoch, int epoch)
    {
        if (log is null || currentEpoch > LeaderEpoch.Current)
        {
            return new EpochEnd(partition, log is null ? ErrorCode.UnknownTopicOrPartition : ErrorCode.UnknownLeaderEpoch, -1, -1);
        }

        return epoch == LeaderEpoch.Current
            ? new EpochEnd(partition, ErrorCode.None, LeaderEpoch.Current, log.HighWatermark)
            : new EpochEnd(partition, ErrorCode.None, -1, -1);
    }

    private static void Write(ResponseWriter writer, short version, EpochEnd end)
    {
        writer.WriteError(end.Error);
        writer.WriteInt32(end.Partition);
        if (version >= 1)
        {
            writer.WriteInt32(end.Epoch);
        }

        writer.WriteInt64(end.Offset);
        writer.WriteNoTags();
    }

    private readonly record struct EpochEnd(int Partition, ErrorCode Error, int Epoch, long Offset);
}

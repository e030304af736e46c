using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Records;
using DistLog.Broker.Storage;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>ListOffsets: the first or last offset, or the first at or after a time.</summary>
internal sealed class ListOffsetsApi(TopicRegistry topics) : IApi
{
    private const long Latest = -1;
    private const long Earliest = -2;
    private const long MaxTimestamp = -3;

    public ApiKey Key => ApiKey.ListOffsets;

    public short MinVersion => 1;

    public short MaxVersion => 7;

    public short FirstFlexibleVersion => 6;

    public Task HandleAsync(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        reader.ReadInt32();
        if (version >= 2)
        {
            reader.ReadInt8();
        }

        var found = reader.ReadArray(r => ReadTopic(r, version));
        if (version >= 2)
        {
            writer.WriteInt32(0);
        }

        writer.WriteArray(found, (w, topic) =>
        {
            w.WriteString(topic.Name);
            w.WriteArray(topic.Partitions, (p, partition) => Write(p, version, partition));
            w.WriteNoTags();
        });
        writer.WriteNoTags();
        return Task.CompletedTask;
    }

    private (string Name, List<FoundOffset> Partitions) ReadTopic(RequestReader reader, short version)
    {
        var name = reader.ReadString();
        topics.TryGet(name, out var topic);
        var partitions = reader.ReadArray(r =>
        {
            var partition = r.ReadInt32();
            var epoch = version >= 4 ? r.ReadInt32() : -1;
            var timestamp = r.ReadInt64();
            r.SkipTags();
            return epoch > LeaderEpoch.Current
                ? FoundOffset.None(partition, ErrorCode.UnknownLeaderEpoch)
                : Find(topic?.Find(partition), partition, timestamp);
        });
        reader.SkipTags();
        return (name, partitions);
    }

    private static FoundOffset Find(PartitionLog? log, int partition, long timestamp) => (log, timestamp) switch
    {
        (null, _) => FoundOffset.None(partition, ErrorCode.UnknownTopicOrPartition),
        (_, Latest) => new FoundOffset(partition, ErrorCode.None, -1, log.HighWatermark),
        (_, Earliest) => new FoundOffset(partition, ErrorCode.None, -1, log.LogStartOffset),
        (_, MaxTimestamp) => FindRecord(log, partition, log.FindMaxTimestamp(), long.MaxValue),
        _ => FindRecord(log, partition, log.FindTimestamp(timestamp), timestamp),
    };

    private static FoundOffset FindRecord(
        PartitionLog log, int partition, (LogSegment Segment, BatchPosition Batch)? found, long timestamp)
    {
        if (found is not var (segment, batch))
        {
            return FoundOffset.None(partition, ErrorCode.None);
        }

        var wanted = Math.Min(timestamp, batch.Header.MaxTimestamp);
        var (offset, time) = RecordTimestamps.FindFirst(segment.ReadBatch(batch), batch.Header, wanted);
        return new FoundOffset(partition, ErrorCode.None, time, Math.Max(offset, log.LogStartOffset));
    }

    private static void Write(ResponseWriter writer, short version, FoundOffset found)
    {
        writer.WriteInt32(found.Partition);
        writer.WriteError(found.Error);
        writer.WriteInt64(found.Timestamp);
        writer.WriteInt64(found.Offset);
        if (version >= 4)
        {
            writer.WriteInt32(found.Offset < 0 ? -1 : LeaderEpoch.Current);
        }

        writer.WriteNoTags();
    }

    private readonly record struct FoundOffset(int Partition, ErrorCode Error, long Timestamp, long Offset)
    {
        public static FoundOffset None(int partition, ErrorCode error) => new(partition, error, -1, -1);
    }
}

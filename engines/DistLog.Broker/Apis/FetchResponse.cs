using DistLog.Broker.Protocol;
using DistLog.Broker.Storage;

namespace DistLog.Broker.Apis;

/// <summary>What was read of one partition.</summary>
internal readonly record struct FetchedPartition(FetchPartition Wanted, ReadResult Read);

/// <summary>Writes a fetch response; partitions of one topic that follow each other share its entry.</summary>
internal static class FetchResponse
{
    private const int FirstVersionWithTopicIds = 13;

    public static void Write(ResponseWriter writer, short version, ErrorCode error, List<FetchedPartition> partitions)
    {
        writer.WriteInt32(0);
        if (version >= 7)
        {
            writer.WriteError(error);
            writer.WriteInt32(0);
        }

        writer.WriteArray(GroupByTopic(partitions), (w, topic) =>
        {
            WriteTopic(w, version, topic[0].Wanted);
            w.WriteArray(topic, (p, partition) => WritePartition(p, version, partition));
            w.WriteNoTags();
        });
        writer.WriteNoTags();
    }

    private static List<List<FetchedPartition>> GroupByTopic(List<FetchedPartition> partitions)
    {
        var groups = new List<List<FetchedPartition>>();
        foreach (var partition in partitions)
        {
            var last = groups.Count > 0 ? groups[^1] : null;
            if (last is null || last[0].Wanted.TopicName != partition.Wanted.TopicName || last[0].Wanted.TopicId != partition.Wanted.TopicId)
            {
                groups.Add(last = []);
            }

            last.Add(partition);
        }

        return groups;
    }

    private static void WriteTopic(ResponseWriter writer, short version, in FetchPartition topic)
    {
        if (version < FirstVersionWithTopicIds)
        {
            writer.WriteString(topic.TopicName);
        }
        else
        {
            writer.WriteUuid(topic.TopicId);
        }
    }

    private static void WritePartition(ResponseWriter writer, short version, in FetchedPartition partition)
    {
        var read = partition.Read;
        writer.WriteInt32(partition.Wanted.Partition);
        writer.WriteError(read.Error);
        writer.WriteInt64(read.HighWatermark);
        writer.WriteInt64(read.HighWatermark);
        if (version >= 5)
        {
            writer.WriteInt64(read.LogStartOffset);
        }

        // No transactions, so none was aborted: null.
        writer.WriteArrayLength(-1);
        if (version >= 11)
        {
            writer.WriteInt32(-1);
        }

        writer.WriteRecords(read.Records);
        writer.WriteNoTags();
    }
}

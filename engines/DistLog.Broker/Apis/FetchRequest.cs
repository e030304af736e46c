using DistLog.Broker.Protocol;

namespace DistLog.Broker.Apis;

/// <summary>One partition of a fetch; the topic is named by id from version 13 on.</summary>
internal readonly record struct FetchPartition(
    string? TopicName, Guid TopicId, int Partition, int LeaderEpoch, long Offset, int MaxBytes);

/// <summary>A fetch request with its partitions in one list, in the request's order.</summary>
internal sealed record FetchRequest(
    int MaxWaitMs, int MinBytes, int MaxBytes, int SessionId, int SessionEpoch, List<FetchPartition> Partitions)
{
    private const int FirstVersionWithTopicIds = 13;

    public static FetchRequest Read(RequestReader reader, short version)
    {
        if (version < 15)
        {
            reader.ReadInt32();
        }

        var maxWait = reader.ReadInt32();
        var minBytes = reader.ReadInt32();
        var maxBytes = reader.ReadInt32();
        reader.ReadInt8();
        var sessionId = version >= 7 ? reader.ReadInt32() : 0;
        var sessionEpoch = version >= 7 ? reader.ReadInt32() : -1;
        var partitions = new List<FetchPartition>();
        reader.ReadArray(r => ReadTopic(r, version, partitions));
        return new FetchRequest(maxWait, minBytes, maxBytes, sessionId, sessionEpoch, partitions);
    }

    private static bool ReadTopic(RequestReader reader, short version, List<FetchPartition> partitions)
    {
        var name = version < FirstVersionWithTopicIds ? reader.ReadString() : null;
        var id = version >= FirstVersionWithTopicIds ? reader.ReadUuid() : Guid.Empty;
        partitions.AddRange(reader.ReadArray(r => ReadPartition(r, version, name, id)));
        reader.SkipTags();
        return true;
    }

    private static FetchPartition ReadPartition(RequestReader reader, short version, string? name, Guid id)
    {
        var partition = reader.ReadInt32();
        var leaderEpoch = version >= 9 ? reader.ReadInt32() : -1;
        var offset = reader.ReadInt64();
        if (version >= 12)
        {
            reader.ReadInt32();
        }

        if (version >= 5)
        {
            reader.ReadInt64();
        }

        var maxBytes = reader.ReadInt32();
        reader.SkipTags();
        return new FetchPartition(name, id, partition, leaderEpoch, offset, maxBytes);
    }
}

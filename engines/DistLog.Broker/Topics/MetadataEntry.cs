using DistLog.Broker.Protocol;

namespace DistLog.Broker.Topics;

/// <summary>The kinds of entries in the metadata journal; the numbers are on disk.</summary>
internal enum MetadataEntryKind : sbyte
{
    Cluster = 1,
    Topic = 2,
    TopicDeleted = 3,
    ProducerIds = 4,
    LogStart = 5,
}

/// <summary>Encodes the entries of the metadata journal in Kafka's primitive types; a topic's entry replaces the one before it.</summary>
internal static class MetadataEntry
{
    public static byte[] Cluster(string clusterId) => Encode(MetadataEntryKind.Cluster, writer => writer.WriteString(clusterId));

    public static byte[] Deleted(Guid topicId) => Encode(MetadataEntryKind.TopicDeleted, writer => writer.WriteUuid(topicId));

    /// <summary>All producer ids below the number may have been given out.</summary>
    public static byte[] ProducerIds(long reservedBelow) => Encode(MetadataEntryKind.ProducerIds, writer => writer.WriteInt64(reservedBelow));

    public static byte[] LogStart(Guid topicId, int partition, long offset) => Encode(MetadataEntryKind.LogStart, writer =>
    {
        writer.WriteUuid(topicId);
        writer.WriteInt32(partition);
        writer.WriteInt64(offset);
    });

    public static byte[] Topic(Topic topic, int partitions) => Encode(MetadataEntryKind.Topic, writer =>
    {
        writer.WriteUuid(topic.Id);
        writer.WriteString(topic.Name);
        writer.WriteInt32(partitions);
        writer.WriteArray(topic.Config.Overrides, static (w, setting) =>
        {
            w.WriteString(setting.Key);
            w.WriteString(setting.Value);
        });
    });

    private static byte[] Encode(MetadataEntryKind kind, Action<ResponseWriter> write)
    {
        using var writer = new ResponseWriter { Flexible = true };
        writer.WriteInt8((sbyte)kind);
        write(writer);
        return writer.Written.ToArray();
    }
}

using DistLog.Broker.Hosting;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Storage;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>Metadata: the broker and its topics; creates unknown topics where that is allowed.</summary>
internal sealed class MetadataApi(TopicRegistry topics, BrokerEndPoint self, BrokerOptions options) : IApi
{
    private const int OperationsUnknown = int.MinValue;

    public ApiKey Key => ApiKey.Metadata;

    public short MinVersion => 0;

    public short MaxVersion => 12;

    public short FirstFlexibleVersion => 9;

    public async Task HandleAsync(RequestContext context)
    {
        var (wanted, mayCreate) = Read(context.Reader, context.Version);
        var found = wanted is null
            ? topics.All.Select(topic => new Found(ErrorCode.None, topic.Name, topic.Id, topic)).ToList()
            : await FindAllAsync(wanted, mayCreate && options.AutoCreateTopics);
        Write(context.Writer, context.Version, found);
    }

    private static (List<Wanted>? Topics, bool MayCreate) Read(RequestReader reader, short version)
    {
        var wanted = reader.ReadNullableArray(r =>
        {
            var id = version >= 10 ? r.ReadUuid() : Guid.Empty;
            var name = version >= 10 ? r.ReadNullableString() : r.ReadString();
            r.SkipTags();
            return new Wanted(name, id);
        });
        var mayCreate = version < 4 || reader.ReadBool();

        // Version 0 had no null: an empty list meant all topics.
        return (version == 0 && wanted is { Count: 0 } ? null : wanted, mayCreate);
    }

    private async Task<List<Found>> FindAllAsync(List<Wanted> wanted, bool mayCreate)
    {
        var found = new List<Found>(wanted.Count);
        foreach (var (name, id) in wanted)
        {
            found.Add(name is null ? FindById(id) : await FindByNameAsync(name, mayCreate));
        }

        return found;
    }

    private Found FindById(Guid id) => topics.TryGet(id, out var topic)
        ? new Found(ErrorCode.None, topic.Name, id, topic)
        : new Found(ErrorCode.UnknownTopicId, null, id, null);

    private async Task<Found> FindByNameAsync(string name, bool mayCreate)
    {
        if (topics.TryGet(name, out var topic))
        {
            return new Found(ErrorCode.None, name, topic.Id, topic);
        }

        if (!TopicName.IsValid(name))
        {
            return new Found(ErrorCode.InvalidTopic, name, Guid.Empty, null);
        }

        var created = mayCreate ? (await topics.CreateAsync(name, options.DefaultPartitions, [])).Topic : null;
        return created is null
            ? new Found(ErrorCode.UnknownTopicOrPartition, name, Guid.Empty, null)
            : new Found(ErrorCode.None, name, created.Id, created);
    }

    private void Write(ResponseWriter writer, short version, List<Found> found)
    {
        if (version >= 3)
        {
            writer.WriteInt32(0);
        }

        WriteBrokers(writer, version);
        writer.WriteArray(found, (w, topic) => WriteTopic(w, version, topic));
        if (version is >= 8 and <= 10)
        {
            writer.WriteInt32(OperationsUnknown);
        }

        writer.WriteNoTags();
    }

    private void WriteBrokers(ResponseWriter writer, short version)
    {
        writer.WriteArrayLength(1);
        writer.WriteInt32(BrokerEndPoint.NodeId);
        writer.WriteString(self.Host);
        writer.WriteInt32(self.Port);
        if (version >= 1)
        {
            writer.WriteString(null);
        }

        writer.WriteNoTags();
        if (version >= 2)
        {
            writer.WriteString(topics.ClusterId);
        }

        if (version >= 1)
        {
            writer.WriteInt32(BrokerEndPoint.NodeId);
        }
    }

    private static void WriteTopic(ResponseWriter writer, short version, Found topic)
    {
        writer.WriteError(topic.Error);
        writer.WriteString(topic.Name ?? (version >= 12 ? null : ""));
        if (version >= 10)
        {
            writer.WriteUuid(topic.Id);
        }

        if (version >= 1)
        {
            writer.WriteBool(false);
        }

        var partitions = topic.Topic?.Partitions.Count ?? 0;
        writer.WriteArrayLength(partitions);
        for (var i = 0; i < partitions; i++)
        {
            WritePartition(writer, version, i);
        }

        if (version >= 8)
        {
            writer.WriteInt32(OperationsUnknown);
        }

        writer.WriteNoTags();
    }

    private static void WritePartition(ResponseWriter writer, short version, int partition)
    {
        writer.WriteError(ErrorCode.None);
        writer.WriteInt32(partition);
        writer.WriteInt32(BrokerEndPoint.NodeId);
        if (version >= 7)
        {
            writer.WriteInt32(LeaderEpoch.Current);
        }

        writer.WriteArray(BrokerEndPoint.Replicas, static (w, node) => w.WriteInt32(node));
        writer.WriteArray(BrokerEndPoint.Replicas, static (w, node) => w.WriteInt32(node));
        if (version >= 5)
        {
            writer.WriteArrayLength(0);
        }

        writer.WriteNoTags();
    }

    private readonly record struct Wanted(string? Name, Guid Id);

    private readonly record struct Found(ErrorCode Error, string? Name, Guid Id, Topic? Topic);
}

using System.Globalization;
using DistLog.Broker.Hosting;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>DescribeConfigs: the settings of topics and of the broker.</summary>
internal sealed class DescribeConfigsApi(TopicRegistry topics, BrokerOptions options, BrokerEndPoint self) : IApi
{
    public ApiKey Key => ApiKey.DescribeConfigs;

    public short MinVersion => 0;

    public short MaxVersion => 4;

    public short FirstFlexibleVersion => 4;

    public Task HandleAsync(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        var resources = reader.ReadArray(static r =>
        {
            var resource = new Resource((ConfigResourceType)r.ReadInt8(), r.ReadString(), r.ReadNullableArray(static k => k.ReadString()));
            r.SkipTags();
            return resource;
        });
        var synonyms = version >= 1 && reader.ReadBool();
        writer.WriteInt32(0);
        writer.WriteArray(resources, (w, resource) => WriteResource(w, version, resource, synonyms));
        writer.WriteNoTags();
        return Task.CompletedTask;
    }

    private void WriteResource(ResponseWriter writer, short version, Resource resource, bool synonyms)
    {
        var (error, message, entries) = Find(resource);
        writer.WriteError(error);
        writer.WriteString(message);
        writer.WriteInt8((sbyte)resource.Type);
        writer.WriteString(resource.Name);
        var wanted = entries.Where(entry => resource.Keys is null || resource.Keys.Count == 0 || resource.Keys.Contains(entry.Name)).ToList();
        writer.WriteArray(wanted, (w, entry) => WriteEntry(w, version, entry, synonyms));
        writer.WriteNoTags();
    }

    private (ErrorCode Error, string? Message, IEnumerable<ConfigEntry> Entries) Find(Resource resource) => resource.Type switch
    {
        ConfigResourceType.Topic when topics.TryGet(resource.Name, out var topic) => (ErrorCode.None, null, ConfigEntry.OfTopic(topic.Config)),
        ConfigResourceType.Topic => (ErrorCode.UnknownTopicOrPartition, $"There is no topic '{resource.Name}'.", []),
        ConfigResourceType.Broker when resource.Name is "" || resource.Name == BrokerEndPoint.NodeId.ToString(CultureInfo.InvariantCulture) =>
            (ErrorCode.None, null, ConfigEntry.OfBroker(options, $"PLAINTEXT://{self.Host}:{self.Port}")),
        ConfigResourceType.Broker => (ErrorCode.InvalidRequest, $"There is no broker '{resource.Name}', only {BrokerEndPoint.NodeId}.", []),
        _ => (ErrorCode.InvalidRequest, $"Resource type {(sbyte)resource.Type} has no settings here; topics (2) and brokers (4) have.", []),
    };

    private static void WriteEntry(ResponseWriter writer, short version, ConfigEntry entry, bool synonyms)
    {
        writer.WriteString(entry.Name);
        writer.WriteString(entry.Value);
        writer.WriteBool(entry.ReadOnly);
        if (version == 0)
        {
            writer.WriteBool(entry.Source == ConfigSource.Default);
        }
        else
        {
            writer.WriteInt8((sbyte)entry.Source);
        }

        writer.WriteBool(false);
        if (version >= 1)
        {
            WriteSynonyms(writer, entry, synonyms);
        }

        if (version >= 3)
        {
            writer.WriteInt8((sbyte)entry.Type);
            writer.WriteString(null);
        }

        writer.WriteNoTags();
    }

    private static void WriteSynonyms(ResponseWriter writer, ConfigEntry entry, bool wanted)
    {
        writer.WriteArrayLength(wanted ? 1 : 0);
        if (wanted)
        {
            writer.WriteString(entry.Name);
            writer.WriteString(entry.Value);
            writer.WriteInt8((sbyte)entry.Source);
            writer.WriteNoTags();
        }
    }

    private sealed record Resource(ConfigResourceType Type, string Name, List<string>? Keys);
}

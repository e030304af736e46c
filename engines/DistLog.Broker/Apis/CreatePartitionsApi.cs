using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>CreatePartitions: gives topics more partitions.</summary>
internal sealed class CreatePartitionsApi(TopicRegistry topics, BrokerOptions options) : IApi
{
    public ApiKey Key => ApiKey.CreatePartitions;

    public short MinVersion => 0;

    public short MaxVersion => 3;

    public short FirstFlexibleVersion => 2;

    public async Task HandleAsync(RequestContext context)
    {
        var wanted = context.Reader.ReadArray(ReadTopic);
        context.Reader.ReadInt32();
        var validateOnly = context.Reader.ReadBool();
        var results = new List<(string Name, ErrorCode Error, string? Message)>(wanted.Count);
        foreach (var (name, count) in wanted)
        {
            var (error, message) = await GrowAsync(name, count, validateOnly);
            results.Add((name, error, message));
        }

        context.Writer.WriteInt32(0);
        context.Writer.WriteArray(results, static (w, result) =>
        {
            w.WriteString(result.Name);
            w.WriteError(result.Error);
            w.WriteString(result.Message);
            w.WriteNoTags();
        });
        context.Writer.WriteNoTags();
    }

    private static (string Name, int Count) ReadTopic(RequestReader reader)
    {
        var topic = (reader.ReadString(), reader.ReadInt32());
        reader.ReadArray(static r =>
        {
            r.ReadArray(static n => n.ReadInt32());
            r.SkipTags();
            return true;
        });
        reader.SkipTags();
        return topic;
    }

    private async Task<(ErrorCode Error, string? Message)> GrowAsync(string name, int count, bool validateOnly)
    {
        if (!topics.TryGet(name, out var topic))
        {
            return (ErrorCode.UnknownTopicOrPartition, $"There is no topic '{name}'.");
        }

        var error = count <= topic.Partitions.Count ? ErrorCode.InvalidPartitions
            : validateOnly ? ErrorCode.None
            : await topics.AddPartitionsAsync(topic, count);
        return (error, error switch
        {
            ErrorCode.InvalidPartitions => $"Topic '{name}' has {topic.Partitions.Count} partitions, and {count} is not more.",
            ErrorCode.PolicyViolation => $"The broker holds at most {options.MaxPartitions} partitions (Broker:MaxPartitions).",
            _ => null,
        });
    }
}

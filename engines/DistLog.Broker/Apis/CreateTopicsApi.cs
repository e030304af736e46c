using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>CreateTopics.</summary>
internal sealed class CreateTopicsApi(TopicRegistry topics, BrokerOptions options) : IApi
{
    public ApiKey Key => ApiKey.CreateTopics;

    public short MinVersion => 0;

    public short MaxVersion => 7;

    public short FirstFlexibleVersion => 5;

    public async Task HandleAsync(RequestContext context)
    {
        var (reader, version) = (context.Reader, context.Version);
        var wanted = reader.ReadArray(ReadTopic);
        reader.ReadInt32();
        var validateOnly = version >= 1 && reader.ReadBool();
        var results = new List<Created>(wanted.Count);
        foreach (var topic in wanted)
        {
            var twice = wanted.Count(other => other.Name == topic.Name) > 1;
            results.Add(twice ? new Created(topic, ErrorCode.InvalidRequest, "the topic is named twice", null) : await CreateAsync(topic, validateOnly));
        }

        Write(context.Writer, version, results);
    }

    private static Wanted ReadTopic(RequestReader reader)
    {
        var (name, partitions, replication) = (reader.ReadString(), reader.ReadInt32(), reader.ReadInt16());
        var assignments = reader.ReadArray(static r =>
        {
            var assignment = (Partition: r.ReadInt32(), Nodes: r.ReadArray(static n => n.ReadInt32()));
            r.SkipTags();
            return assignment;
        });
        var settings = reader.ReadArray(static r =>
        {
            var setting = (Name: r.ReadString(), Value: r.ReadNullableString());
            r.SkipTags();
            return setting;
        });
        reader.SkipTags();
        return new Wanted(name, assignments.Count > 0 ? assignments.Count : partitions, replication, assignments, settings);
    }

    private async Task<Created> CreateAsync(Wanted wanted, bool validateOnly)
    {
        var (error, message) = Check(wanted);
        if (error != ErrorCode.None)
        {
            return new Created(wanted, error, message, null);
        }

        var partitions = wanted.Partitions == -1 ? options.DefaultPartitions : wanted.Partitions;
        if (validateOnly)
        {
            return new Created(wanted with { Partitions = partitions }, ErrorCode.None, null, null);
        }

        var settings = wanted.Settings.ToDictionary(setting => setting.Name, setting => setting.Value!);
        var (created, topic) = await topics.CreateAsync(wanted.Name, partitions, settings);
        return new Created(wanted with { Partitions = partitions }, created, Message(created, wanted.Name), created == ErrorCode.None ? topic : null);
    }

    private string? Message(ErrorCode error, string name) => error switch
    {
        ErrorCode.TopicAlreadyExists => $"Topic '{name}' already exists.",
        ErrorCode.PolicyViolation => $"The broker holds at most {options.MaxPartitions} partitions (Broker:MaxPartitions).",
        _ => null,
    };

    private (ErrorCode Error, string? Message) Check(Wanted wanted)
    {
        if (!TopicName.IsValid(wanted.Name))
        {
            return (ErrorCode.InvalidTopic, $"Topic name '{wanted.Name}' is not 1 to 249 letters, digits, '.', '_' or '-'.");
        }

        if (topics.TryGet(wanted.Name, out _))
        {
            return (ErrorCode.TopicAlreadyExists, Message(ErrorCode.TopicAlreadyExists, wanted.Name));
        }

        if (wanted.Partitions is 0 or < -1)
        {
            return (ErrorCode.InvalidPartitions, "Number of partitions must be larger than 0, or -1 for the default.");
        }

        return wanted.Assignments.Count > 0 ? CheckAssignments(wanted) : CheckReplication(wanted);
    }

    private static (ErrorCode Error, string? Message) CheckReplication(Wanted wanted) =>
        wanted.Replication is 1 or -1
            ? CheckSettings(wanted)
            : (ErrorCode.InvalidReplicationFactor, $"Replication factor {wanted.Replication} is not possible with 1 available broker.");

    private static (ErrorCode Error, string? Message) CheckAssignments(Wanted wanted)
    {
        var partitions = wanted.Assignments.Select(assignment => assignment.Partition).Order();
        return partitions.SequenceEqual(Enumerable.Range(0, wanted.Assignments.Count))
            && wanted.Assignments.All(assignment => assignment.Nodes is [Hosting.BrokerEndPoint.NodeId])
            ? CheckSettings(wanted)
            : (ErrorCode.InvalidReplicaAssignment, $"Partitions 0 to n-1 must each be assigned to node {Hosting.BrokerEndPoint.NodeId}.");
    }

    private static (ErrorCode Error, string? Message) CheckSettings(Wanted wanted)
    {
        foreach (var (name, value) in wanted.Settings)
        {
            var problem = ConfigDefinition.Find(name) is { } definition ? definition.Check(value) : $"Unknown topic config name: {name}";
            if (problem is not null)
            {
                return (ErrorCode.InvalidConfig, problem);
            }
        }

        return (ErrorCode.None, null);
    }

    private static void Write(ResponseWriter writer, short version, List<Created> results)
    {
        if (version >= 2)
        {
            writer.WriteInt32(0);
        }

        writer.WriteArray(results, (w, result) => WriteResult(w, version, result));
        writer.WriteNoTags();
    }

    private static void WriteResult(ResponseWriter writer, short version, Created result)
    {
        writer.WriteString(result.Wanted.Name);
        if (version >= 7)
        {
            writer.WriteUuid(result.Topic?.Id ?? Guid.Empty);
        }

        writer.WriteError(result.Error);
        if (version >= 1)
        {
            writer.WriteString(result.Message);
        }

        if (version >= 5)
        {
            WriteDetails(writer, result);
        }

        writer.WriteNoTags();
    }

    private static void WriteDetails(ResponseWriter writer, Created result)
    {
        writer.WriteInt32(result.Error == ErrorCode.None ? result.Wanted.Partitions : -1);
        writer.WriteInt16(result.Error == ErrorCode.None ? (short)1 : (short)-1);
        if (result.Topic is null)
        {
            writer.WriteArrayLength(result.Error == ErrorCode.None ? 0 : -1);
            return;
        }

        writer.WriteArray(ConfigDefinition.All, (w, definition) =>
        {
            w.WriteString(definition.Name);
            w.WriteString(result.Topic.Config.Get(definition.Name));
            w.WriteBool(false);
            w.WriteInt8((sbyte)ConfigEntry.SourceOf(result.Topic.Config, definition.Name));
            w.WriteBool(false);
            w.WriteNoTags();
        });
    }

    private sealed record Wanted(
        string Name, int Partitions, short Replication, List<(int Partition, List<int> Nodes)> Assignments, List<(string Name, string? Value)> Settings);

    private sealed record Created(Wanted Wanted, ErrorCode Error, string? Message, Topic? Topic);
}

using DistLog.Broker.Protocol;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>What to do with one setting, with the numbers of IncrementalAlterConfigs.</summary>
internal enum ConfigOperation : sbyte
{
    Set = 0,
    Delete = 1,
    Append = 2,
    Subtract = 3,
}

/// <summary>One change of a setting.</summary>
internal readonly record struct ConfigChange(string Name, ConfigOperation Operation, string? Value);

/// <summary>The outcome for one resource.</summary>
internal sealed record AlterationResult(ErrorCode Error, string? Message, sbyte Type, string Name);

/// <summary>Changes the settings of a topic, for both alter APIs.</summary>
internal static class ConfigAlteration
{
    /// <param name="topics">Where the topic is.</param>
    /// <param name="resource">Type and name as the client sent them.</param>
    /// <param name="changes">In order; the topic is changed by all or by none.</param>
    /// <param name="replaceAll">Whether settings that are not named fall back to the defaults.</param>
    /// <param name="validateOnly">Whether to check only.</param>
    public static async Task<AlterationResult> ApplyAsync(
        TopicRegistry topics, (sbyte Type, string Name) resource, List<ConfigChange> changes, bool replaceAll, bool validateOnly)
    {
        if (resource.Type != (sbyte)ConfigResourceType.Topic)
        {
            return Result(ErrorCode.InvalidRequest, "Only the settings of topics (resource type 2) can be altered; the broker's are in its configuration.");
        }

        if (!topics.TryGet(resource.Name, out var topic))
        {
            return Result(ErrorCode.UnknownTopicOrPartition, $"There is no topic '{resource.Name}'.");
        }

        var settings = replaceAll ? [] : new Dictionary<string, string>(topic.Config.Overrides);
        foreach (var change in changes)
        {
            if (Apply(settings, topic.Config, change) is { } problem)
            {
                return Result(ErrorCode.InvalidConfig, problem);
            }
        }

        await (validateOnly ? Task.CompletedTask : topics.ConfigureAsync(topic, settings));
        return Result(ErrorCode.None, null);

        AlterationResult Result(ErrorCode error, string? message) => new(error, message, resource.Type, resource.Name);
    }

    public static void Write(ResponseWriter writer, List<AlterationResult> results)
    {
        writer.WriteInt32(0);
        writer.WriteArray(results, static (w, result) =>
        {
            w.WriteError(result.Error);
            w.WriteString(result.Message);
            w.WriteInt8(result.Type);
            w.WriteString(result.Name);
            w.WriteNoTags();
        });
        writer.WriteNoTags();
    }

    private static string? Apply(Dictionary<string, string> settings, TopicConfig config, ConfigChange change)
    {
        if (ConfigDefinition.Find(change.Name) is not { } definition)
        {
            return $"Unknown topic config name: {change.Name}";
        }

        if (change.Operation == ConfigOperation.Delete)
        {
            settings.Remove(change.Name);
            return null;
        }

        if (change.Operation != ConfigOperation.Set && definition.Type != ConfigType.List)
        {
            return $"{change.Name} is no list, so nothing can be appended to it or subtracted from it";
        }

        var value = change.Operation == ConfigOperation.Set ? change.Value
            : Combine(settings.GetValueOrDefault(change.Name) ?? config.Get(change.Name), change);
        if (definition.Check(value) is { } problem)
        {
            return problem;
        }

        settings[change.Name] = value!;
        return null;
    }

    private static string Combine(string present, ConfigChange change)
    {
        var items = present.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var named = (change.Value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(',', change.Operation == ConfigOperation.Append ? items.Union(named) : items.Except(named));
    }
}

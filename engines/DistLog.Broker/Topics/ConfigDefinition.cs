using System.Globalization;

namespace DistLog.Broker.Topics;

/// <summary>The type of a setting, with the numbers of Kafka's DescribeConfigs answer.</summary>
internal enum ConfigType : sbyte
{
    Boolean = 1,
    Text = 2,
    Int = 3,
    Long = 5,
    Double = 6,
    List = 7,
}

/// <summary>One setting of a topic: its type, bounds and Kafka's default.</summary>
internal sealed record ConfigDefinition(
    string Name, ConfigType Type, string Default, double Min = double.MinValue, double Max = double.MaxValue, string? Allowed = null)
{
    /// <summary>The settings that a topic can have. Those that mean nothing on one node are kept and reported, as clients expect.</summary>
    public static readonly IReadOnlyList<ConfigDefinition> All =
    [
        new("cleanup.policy", ConfigType.List, "delete", Allowed: "delete,compact"),
        new("compression.type", ConfigType.Text, "producer", Allowed: "uncompressed,zstd,lz4,snappy,gzip,producer"),
        new("delete.retention.ms", ConfigType.Long, "86400000", Min: 0, Max: long.MaxValue),
        new("file.delete.delay.ms", ConfigType.Long, "60000", Min: 0, Max: long.MaxValue),
        new("flush.messages", ConfigType.Long, "1", Min: 1, Max: long.MaxValue),
        new("flush.ms", ConfigType.Long, "0", Min: 0, Max: long.MaxValue),
        new("index.interval.bytes", ConfigType.Int, "4096", Min: 0, Max: int.MaxValue),
        new("max.compaction.lag.ms", ConfigType.Long, "9223372036854775807", Min: 1, Max: long.MaxValue),
        new("max.message.bytes", ConfigType.Int, "1048588", Min: 0, Max: int.MaxValue),
        new("message.timestamp.type", ConfigType.Text, "CreateTime", Allowed: "CreateTime,LogAppendTime"),
        new("min.cleanable.dirty.ratio", ConfigType.Double, "0.5", Min: 0, Max: 1),
        new("min.compaction.lag.ms", ConfigType.Long, "0", Min: 0, Max: long.MaxValue),
        new("min.insync.replicas", ConfigType.Int, "1", Min: 1, Max: int.MaxValue),
        new("preallocate", ConfigType.Boolean, "false", Allowed: "true,false"),
        new("retention.bytes", ConfigType.Long, "-1", Min: long.MinValue, Max: long.MaxValue),
        new("retention.ms", ConfigType.Long, "604800000", Min: -1, Max: long.MaxValue),
        new("segment.bytes", ConfigType.Int, "268435456", Min: 14, Max: int.MaxValue),
        new("segment.ms", ConfigType.Long, "604800000", Min: 1, Max: long.MaxValue),
        new("unclean.leader.election.enable", ConfigType.Boolean, "false", Allowed: "true,false"),
    ];

    private static readonly Dictionary<string, ConfigDefinition> ByName = All.ToDictionary(definition => definition.Name);

    public static ConfigDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>What is wrong with the value, or null.</summary>
    public string? Check(string? value)
    {
        if (value is null)
        {
            return $"{Name} needs a value";
        }

        return Type switch
        {
            ConfigType.Int or ConfigType.Long => IsNumber(value) ? null : $"Invalid value {value} for configuration {Name}: a whole number of {Min} to {Max} expected",
            ConfigType.Double => double.TryParse(value, CultureInfo.InvariantCulture, out var ratio) && ratio >= Min && ratio <= Max
                ? null : $"Invalid value {value} for configuration {Name}: a number of {Min} to {Max} expected",
            _ => value.Split(Type == ConfigType.List ? ',' : '\n').All(IsAllowed)
                ? null : $"Invalid value {value} for configuration {Name}: one of {Allowed} expected",
        };
    }

    private bool IsNumber(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= Min && number <= Max;

    private bool IsAllowed(string value) => Allowed is null || Allowed.Split(',').Contains(value.Trim());
}

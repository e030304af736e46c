using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>Where a setting's value comes from, with the numbers of the protocol.</summary>
internal enum ConfigSource : sbyte
{
    Topic = 1,
    StaticBroker = 4,
    Default = 5,
}

/// <summary>The kinds of things that have settings, with the numbers of the protocol.</summary>
internal enum ConfigResourceType : sbyte
{
    Topic = 2,
    Broker = 4,
}

/// <summary>One setting as DescribeConfigs tells it.</summary>
internal sealed record ConfigEntry(string Name, string Value, ConfigType Type, ConfigSource Source, bool ReadOnly)
{
    public static ConfigSource SourceOf(TopicConfig config, string name) =>
        config.Overrides.ContainsKey(name) ? ConfigSource.Topic : ConfigSource.Default;

    public static IEnumerable<ConfigEntry> OfTopic(TopicConfig config) => ConfigDefinition.All.Select(definition =>
        new ConfigEntry(definition.Name, config.Get(definition.Name), definition.Type, SourceOf(config, definition.Name), ReadOnly: false));

    /// <summary>The broker's settings under Kafka's names; they are set in its configuration and can't be altered by clients.</summary>
    public static IEnumerable<ConfigEntry> OfBroker(BrokerOptions options, string advertised) =>
    [
        new("advertised.listeners", advertised, ConfigType.Text, ConfigSource.StaticBroker, true),
        new("auto.create.topics.enable", options.AutoCreateTopics ? "true" : "false", ConfigType.Boolean, ConfigSource.StaticBroker, true),
        new("broker.id", Text(Hosting.BrokerEndPoint.NodeId), ConfigType.Int, ConfigSource.StaticBroker, true),
        new("default.replication.factor", "1", ConfigType.Int, ConfigSource.Default, true),
        new("group.initial.rebalance.delay.ms", Text(options.GroupInitialDelayMilliseconds), ConfigType.Int, ConfigSource.StaticBroker, true),
        new("log.dirs", Path.GetFullPath(options.DataDirectory), ConfigType.Text, ConfigSource.StaticBroker, true),
        new("log.retention.bytes", Text(options.RetentionBytes), ConfigType.Long, ConfigSource.StaticBroker, true),
        new("log.retention.ms", Text(options.RetentionMilliseconds), ConfigType.Long, ConfigSource.StaticBroker, true),
        new("log.segment.bytes", Text(options.SegmentBytes), ConfigType.Int, ConfigSource.StaticBroker, true),
        new("message.max.bytes", Text(options.MaxMessageBytes), ConfigType.Int, ConfigSource.StaticBroker, true),
        new("num.partitions", Text(options.DefaultPartitions), ConfigType.Int, ConfigSource.StaticBroker, true),
        new("offsets.retention.minutes", Text(options.OffsetsRetentionMinutes), ConfigType.Int, ConfigSource.StaticBroker, true),
        new("socket.request.max.bytes", Text(options.MaxRequestBytes), ConfigType.Int, ConfigSource.StaticBroker, true),
    ];

    private static string Text(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

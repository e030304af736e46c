using System.Globalization;

namespace DistLog.Broker.Topics;

/// <summary>What a topic's settings are when it has none of its own: the broker's options, then Kafka's defaults.</summary>
internal sealed class TopicDefaults(BrokerOptions options)
{
    private readonly Dictionary<string, string> _fromOptions = new()
    {
        ["max.message.bytes"] = Text(options.MaxMessageBytes),
        ["retention.ms"] = Text(options.RetentionMilliseconds),
        ["retention.bytes"] = Text(options.RetentionBytes),
        ["segment.bytes"] = Text(options.SegmentBytes),
    };

    public string Get(string name) =>
        _fromOptions.TryGetValue(name, out var value) ? value : ConfigDefinition.Find(name)!.Default;

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}

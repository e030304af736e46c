using System.Globalization;

namespace DistLog.Broker.Topics;

/// <summary>
/// The configuration of one topic: what was set for it over the broker's defaults. Values are kept as Kafka's text and
/// parsed once when they are set.
/// </summary>
internal sealed class TopicConfig
{
    private readonly TopicDefaults _defaults;
    private volatile Dictionary<string, string> _overrides = [];
    private volatile Parsed _parsed;

    public TopicConfig(TopicDefaults defaults, IReadOnlyDictionary<string, string> overrides)
    {
        _defaults = defaults;
        _parsed = null!;
        Set(overrides);
    }

    public IReadOnlyDictionary<string, string> Overrides => _overrides;

    public int MaxMessageBytes => _parsed.MaxMessageBytes;

    public long SegmentBytes => _parsed.SegmentBytes;

    public TimeSpan SegmentAge => _parsed.SegmentAge;

    public int IndexIntervalBytes => _parsed.IndexIntervalBytes;

    /// <summary>Milliseconds; negative means for ever.</summary>
    public long RetentionMs => _parsed.RetentionMs;

    /// <summary>Bytes a partition; negative means without limit.</summary>
    public long RetentionBytes => _parsed.RetentionBytes;

    public bool UsesLogAppendTime => _parsed.UsesLogAppendTime;

    public bool Deletes => _parsed.Deletes;

    public bool Compacts => _parsed.Compacts;

    /// <summary>How long a tombstone outlives its compaction, in milliseconds.</summary>
    public long DeleteRetentionMs => _parsed.DeleteRetentionMs;

    /// <summary>The part of a log that must be new before it is compacted.</summary>
    public double MinDirtyRatio => _parsed.MinDirtyRatio;

    public string Get(string name) =>
        _overrides.TryGetValue(name, out var value) ? value : _defaults.Get(name);

    public void Set(IReadOnlyDictionary<string, string> overrides)
    {
        _overrides = new Dictionary<string, string>(overrides);
        var policy = Get("cleanup.policy");
        _parsed = new Parsed(
            int.Parse(Get("max.message.bytes"), CultureInfo.InvariantCulture),
            Number("segment.bytes"),
            TimeSpan.FromMilliseconds(Math.Min(Number("segment.ms"), (long)TimeSpan.FromDays(36500).TotalMilliseconds)),
            int.Parse(Get("index.interval.bytes"), CultureInfo.InvariantCulture),
            Number("retention.ms"),
            Number("retention.bytes"),
            Number("delete.retention.ms"),
            double.Parse(Get("min.cleanable.dirty.ratio"), CultureInfo.InvariantCulture),
            Get("message.timestamp.type") == "LogAppendTime",
            policy.Contains("delete", StringComparison.Ordinal),
            policy.Contains("compact", StringComparison.Ordinal));
    }

    private long Number(string name) => long.Parse(Get(name), CultureInfo.InvariantCulture);

    private sealed record Parsed(
        int MaxMessageBytes,
        long SegmentBytes,
        TimeSpan SegmentAge,
        int IndexIntervalBytes,
        long RetentionMs,
        long RetentionBytes,
        long DeleteRetentionMs,
        double MinDirtyRatio,
        bool UsesLogAppendTime,
        bool Deletes,
        bool Compacts);
}

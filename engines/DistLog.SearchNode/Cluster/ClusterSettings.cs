using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Cluster;

/// <summary>
/// The cluster settings that can be changed while the node runs: Elasticsearch's names and defaults. Those about several nodes are kept
/// and shown and have no effect on one.
/// </summary>
internal static class ClusterSettings
{
    public const string LifecyclePollInterval = "indices.lifecycle.poll_interval";
    public const string StreamLifecyclePollInterval = "data_streams.lifecycle.poll_interval";
    public const string StreamDefaultRetention = "data_streams.lifecycle.retention.default";
    public const string StreamMaxRetention = "data_streams.lifecycle.retention.max";
    public const string StreamRollover = "cluster.lifecycle.default.rollover";

    private static readonly Dictionary<string, (Kind Kind, string Default)> Known = new(StringComparer.Ordinal)
    {
        [LifecyclePollInterval] = (Kind.Time, "10m"),
        ["indices.lifecycle.history_index_enabled"] = (Kind.Flag, "true"),
        [StreamLifecyclePollInterval] = (Kind.Time, "5m"),
        [StreamDefaultRetention] = (Kind.Time, "-1"),
        [StreamMaxRetention] = (Kind.Time, "-1"),
        [StreamRollover] = (Kind.Text, "max_age=auto,max_primary_shard_size=50gb,min_docs=1,max_primary_shard_docs=200000000"),
        ["action.auto_create_index"] = (Kind.Text, "true"),
        ["action.destructive_requires_name"] = (Kind.Flag, "true"),
        ["cluster.blocks.read_only"] = (Kind.Flag, "false"),
        ["cluster.blocks.read_only_allow_delete"] = (Kind.Flag, "false"),
        ["cluster.indices.close.enable"] = (Kind.Flag, "true"),
        ["cluster.info.update.interval"] = (Kind.Time, "30s"),
        ["cluster.max_shards_per_node"] = (Kind.Number, "1000"),
        ["cluster.routing.allocation.allow_rebalance"] = (Kind.Text, "always"),
        ["cluster.routing.allocation.balance.index"] = (Kind.Number, "0.55"),
        ["cluster.routing.allocation.balance.shard"] = (Kind.Number, "0.45"),
        ["cluster.routing.allocation.balance.threshold"] = (Kind.Number, "1.0"),
        ["cluster.routing.allocation.cluster_concurrent_rebalance"] = (Kind.Number, "2"),
        ["cluster.routing.allocation.disk.threshold_enabled"] = (Kind.Flag, "true"),
        ["cluster.routing.allocation.disk.watermark.flood_stage"] = (Kind.Text, "95%"),
        ["cluster.routing.allocation.disk.watermark.high"] = (Kind.Text, "90%"),
        ["cluster.routing.allocation.disk.watermark.low"] = (Kind.Text, "85%"),
        ["cluster.routing.allocation.enable"] = (Kind.Text, "all"),
        ["cluster.routing.allocation.node_concurrent_incoming_recoveries"] = (Kind.Number, "2"),
        ["cluster.routing.allocation.node_concurrent_outgoing_recoveries"] = (Kind.Number, "2"),
        ["cluster.routing.allocation.node_concurrent_recoveries"] = (Kind.Number, "2"),
        ["cluster.routing.allocation.node_initial_primaries_recoveries"] = (Kind.Number, "4"),
        ["cluster.routing.allocation.same_shard.host"] = (Kind.Flag, "false"),
        ["cluster.routing.allocation.total_shards_per_node"] = (Kind.Number, "-1"),
        ["cluster.routing.rebalance.enable"] = (Kind.Text, "all"),
        ["indices.breaker.fielddata.limit"] = (Kind.Text, "40%"),
        ["indices.breaker.request.limit"] = (Kind.Text, "60%"),
        ["indices.breaker.total.limit"] = (Kind.Text, "95%"),
        ["indices.recovery.max_bytes_per_sec"] = (Kind.Size, "40mb"),
        ["indices.recovery.max_concurrent_file_chunks"] = (Kind.Number, "2"),
        ["ingest.geoip.downloader.enabled"] = (Kind.Flag, "false"),
        ["persistent_tasks.allocation.enable"] = (Kind.Text, "all"),
        ["script.max_compilations_rate"] = (Kind.Text, "150/5m"),
        ["search.allow_expensive_queries"] = (Kind.Flag, "true"),
        ["search.default_allow_partial_results"] = (Kind.Flag, "true"),
        ["search.default_keep_alive"] = (Kind.Time, "5m"),
        ["search.default_search_timeout"] = (Kind.Time, "-1"),
        ["search.low_level_cancellation"] = (Kind.Flag, "true"),
        ["search.max_buckets"] = (Kind.Number, "65536"),
        ["search.max_keep_alive"] = (Kind.Time, "24h"),
        ["search.max_open_scroll_context"] = (Kind.Number, "500"),
        ["stack.templates.enabled"] = (Kind.Flag, "true"),
        ["transport.compress"] = (Kind.Text, "indexing_data"),
    };

    /// <summary>Families of settings whose names end as the administrator likes.</summary>
    private static readonly string[] Families =
        ["logger.*", "cluster.metadata.*", "cluster.routing.allocation.include.*", "cluster.routing.allocation.exclude.*", "cluster.routing.allocation.require.*", "cluster.routing.allocation.awareness.*", "cluster.remote.*", "archived.*"];

    private enum Kind
    {
        Text,
        Flag,
        Number,
        Time,
        Size,
    }

    public static IEnumerable<KeyValuePair<string, string>> Defaults => Known.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Default));

    /// <summary>Refuses a setting that doesn't exist or a value that it can't have.</summary>
    /// <param name="section">persistent or transient.</param>
    /// <param name="name">The setting, with dots.</param>
    /// <param name="value">Its value; null resets it.</param>
    public static void Check(string section, string name, string? value)
    {
        if (Families.Any(family => Glob.Matches(family, name)))
        {
            return;
        }

        if (!Known.TryGetValue(name, out var known))
        {
            throw Refuse.IllegalArgument($"{section} setting [{name}], not recognized");
        }

        if (value is not null)
        {
            Check(name, value, known.Kind);
        }
    }

    private static void Check(string name, string value, Kind kind)
    {
        switch (kind)
        {
            case Kind.Flag when value is not ("true" or "false"):
                throw Refuse.IllegalArgument($"Failed to parse value [{value}] as only [true] or [false] are allowed.");
            case Kind.Number when !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _):
                throw Refuse.IllegalArgument($"Failed to parse value [{value}] for setting [{name}]");
            case Kind.Time when value != "-1":
                Durations.Parse(value, name);
                break;
            case Kind.Size:
                ByteSizes.Parse(value, name);
                break;
        }
    }

    /// <summary>Why the settings forbid to write; null where they don't.</summary>
    public static string? WriteBlock(ClusterState state) =>
        state.Value("cluster.blocks.read_only") == "true" ? "FORBIDDEN/6/cluster read-only (api)"
        : state.Value("cluster.blocks.read_only_allow_delete") == "true" ? "FORBIDDEN/13/cluster read-only / allow delete (api)"
        : null;

    /// <summary>The names of what is set that a name with a star, or an exact one, means.</summary>
    public static IEnumerable<string> Matching(JsonObject set, string name) =>
        name.Contains('*') ? [.. set.Select(pair => pair.Key).Where(key => Glob.Matches(name, key))] : [name];

    /// <summary>What a setting is now: transient before persistent before default.</summary>
    public static string Value(this ClusterState state, string name) =>
        state.Settings["transient"]?[name].Text() ?? state.Settings["persistent"]?[name].Text() ?? Known[name].Default;
}

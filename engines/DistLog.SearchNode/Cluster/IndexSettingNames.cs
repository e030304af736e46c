using System.Collections.Frozen;
using System.Globalization;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Cluster;

/// <summary>The settings that an index can have: Elasticsearch's names, defaults and rules of change.</summary>
internal static class IndexSettingNames
{
    /// <summary>Name, default ("-" for none), when it can change (d at any time, s while the index is closed, f never), and its values' kind.</summary>
    private static readonly string[] Table =
    [
        "number_of_shards 1 f number", "number_of_replicas 1 d number", "number_of_routing_shards - f number", "auto_expand_replicas false d text",
        "refresh_interval 1s d time", "hidden false d flag", "codec default s text", "mode standard f text", "priority 1 d number",
        "blocks.read_only false d flag", "blocks.read_only_allow_delete false d flag", "blocks.read false d flag", "blocks.write false d flag", "blocks.metadata false d flag",
        "max_result_window 10000 d number", "max_inner_result_window 100 d number", "max_rescore_window 10000 d number", "max_docvalue_fields_search 100 d number",
        "max_script_fields 32 d number", "max_ngram_diff 1 d number", "max_shingle_diff 3 d number", "max_refresh_listeners 1000 d number", "max_terms_count 65536 d number",
        "max_regex_length 1000 d number", "max_slices_per_scroll 1024 d number", "max_adjacency_matrix_filters 100 d number", "analyze.max_token_count 10000 d number",
        "highlight.max_analyzed_offset 1000000 d number", "gc_deletes 60s d time", "default_pipeline _none d text", "final_pipeline _none d text",
        "mapping.total_fields.limit 1000 d number", "mapping.total_fields.ignore_dynamic_beyond_limit false d flag", "mapping.depth.limit 20 d number",
        "mapping.nested_fields.limit 50 d number", "mapping.nested_objects.limit 10000 d number", "mapping.field_name_length.limit 9223372036854775807 d text",
        "mapping.dimension_fields.limit 32768 d number", "mapping.ignore_malformed false s flag", "mapping.coerce true s flag", "mapping.ignore_above 2147483647 d number",
        "mapping.source.mode stored f text", "query.default_field * d text", "query.parse.allow_unmapped_fields true s flag", "query_string.lenient false s flag",
        "translog.durability REQUEST d text", "translog.flush_threshold_size 512mb d size", "translog.sync_interval 5s d time", "translog.retention.age -1 d text",
        "translog.retention.size -1 d text", "translog.generation_threshold_size 64mb d size", "flush_after_merge 512mb d size", "warmer.enabled true d flag",
        "search.idle.after 30s d time", "search.throttled false d flag", "search.slowlog.include.user false d flag", "indexing.slowlog.reformat true d flag",
        "indexing.slowlog.source 1000 d text", "unassigned.node_left.delayed_timeout 1m d time", "load_fixed_bitset_filters_eagerly true s flag",
        "sort.field - f text", "sort.order - f text", "sort.mode - f text", "sort.missing - f text", "soft_deletes.enabled true f flag",
        "soft_deletes.retention.operations 0 d number", "soft_deletes.retention_lease.period 12h d time", "shard.check_on_startup false s text", "store.type fs s text",
        "store.preload - s text", "routing_partition_size 1 f number", "routing_path - f text", "requests.cache.enable true d flag", "queries.cache.enabled true s flag",
        "allocation.max_retries 5 d number", "routing.allocation.enable all d text", "routing.rebalance.enable all d text", "routing.allocation.total_shards_per_node -1 d number",
        "write.wait_for_active_shards 1 d text", "format 0 s text", "lifecycle.name - d text", "lifecycle.rollover_alias - d text", "lifecycle.indexing_complete false d flag",
        "lifecycle.origination_date -1 d text", "lifecycle.parse_origination_date false d flag", "lifecycle.prefer_ilm true d flag", "lifecycle.step.wait_time_threshold 12h d time",
        "provided_name - f text", "uuid - f text", "creation_date - f text", "version.created - f text", "frozen false s flag", "data_path - f text",
        "bloom_filter_for_id_field.enabled true d flag", "time_series.start_time - f text", "time_series.end_time - d text", "look_ahead_time 30m f time", "look_back_time 2h f time",
    ];

    /// <summary>Families of settings whose names end as the client likes.</summary>
    private static readonly string[] Families =
    [
        "analysis.*", "similarity.*", "routing.allocation.include.*", "routing.allocation.exclude.*", "routing.allocation.require.*", "search.slowlog.threshold.*",
        "search.slowlog.level", "indexing.slowlog.*", "merge.*", "store.*", "resize.source.*", "shrink.*", "lifecycle.*", "sort.*",
    ];

    private static readonly FrozenDictionary<string, Rule> Known = Table.Select(line => line.Split(' ')).ToFrozenDictionary(part => part[0], part => new Rule(part[1], part[2][0], part[3]));

    /// <summary>Names and values of all settings that have a default, dotted.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Defaults =>
        Known.Where(pair => pair.Value.Default != "-").OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create("index." + pair.Key, pair.Value.Default));

    /// <summary>True for what a closed index can change and an open one can't.</summary>
    public static bool IsStatic(string name) => !IsDynamic(name) && !IsFinal(name);

    public static bool IsFinal(string name) => Known.TryGetValue(name, out var rule) && rule.Change == 'f';

    private static bool IsDynamic(string name) =>
        Known.TryGetValue(name, out var rule) ? rule.Change == 'd' : !name.StartsWith("analysis.", StringComparison.Ordinal) && !name.StartsWith("similarity.", StringComparison.Ordinal);

    /// <summary>Refuses a setting that doesn't exist, or a value that it can't have.</summary>
    /// <param name="name">Dotted, without "index." in front.</param>
    /// <param name="value">Null for a reset.</param>
    public static void Check(string name, string? value)
    {
        if (!Known.TryGetValue(name, out var rule))
        {
            if (!Families.Any(family => Glob.Matches(family, name)) && !(name.Contains('*') && value is null))
            {
                throw Unknown(name);
            }
        }
        else if (value is not null)
        {
            Check(name, value, rule.Kind);
        }

        RefuseUnsupported(name, value);
    }

    private static ElasticsearchException Unknown(string name)
    {
        var question = DidYouMean.Question("index." + name, Known.Keys.Select(known => "index." + known), least: 0.7);
        return Refuse.IllegalArgument(question.Length > 0
            ? $"unknown setting [index.{name}]{question}"
            : $"unknown setting [index.{name}] please check that any required plugins are installed, or check the breaking changes documentation for removed settings");
    }

    private static void Check(string name, string value, string kind)
    {
        switch (kind)
        {
            case "flag" when value is not ("true" or "false"):
                throw Refuse.IllegalArgument($"Failed to parse value [{value}] as only [true] or [false] are allowed.");
            case "number" when !int.TryParse(value, CultureInfo.InvariantCulture, out _):
                throw Refuse.IllegalArgument($"Failed to parse value [{value}] for setting [index.{name}]");
            case "time":
                Durations.Parse(value, "index." + name);
                break;
            case "size":
                ByteSizes.Parse(value, "index." + name);
                break;
        }
    }

    /// <summary>What is set and not done would surprise: reads that should be refused, documents that should be stored in another way.</summary>
    private static void RefuseUnsupported(string name, string? value)
    {
        if ((name is "blocks.read" or "blocks.metadata" && value == "true")
            || (name == "mode" && value is not (null or "standard" or "logsdb"))
            || (name is "default_pipeline" or "final_pipeline" && value is not (null or "_none"))
            || (name == "mapping.source.mode" && value is not (null or "stored")))
        {
            throw Refuse.NotSupported($"index.{name}: {value}");
        }
    }

    /// <param name="Default">The value of an index that doesn't say; "-" for none.</param>
    /// <param name="Change">d, s or f.</param>
    /// <param name="Kind">What its values look like.</param>
    private sealed record Rule(string Default, char Change, string Kind);
}

using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http;

/// <summary>
/// The parameters that Elasticsearch knows for each path, so that a misspelt one is refused instead of left out. Paths are known by their
/// fixed parts: <c>_cat/indices</c> for <c>/_cat/indices/{index}</c>.
/// </summary>
internal static class KnownParameters
{
    /// <summary>What every request may have.</summary>
    private const string Everywhere = "pretty human error_trace filter_path format source source_content_type index";

    /// <summary>How names are to be understood.</summary>
    private const string Names = "allow_no_indices expand_wildcards ignore_unavailable ignore_throttled";

    private const string Waits = "master_timeout timeout";

    /// <summary>What every table of _cat has.</summary>
    private const string Table = "bytes h health help local master_timeout s time ts v";

    private static readonly Dictionary<string, string> ByPath = new(StringComparer.Ordinal)
    {
        [""] = Names + " " + Waits + " _source _source_excludes _source_includes features flat_settings if_primary_term if_seq_no include_defaults include_type_name local op_type "
            + "pipeline preference realtime refresh require_alias routing stored_fields version version_type wait_for_active_shards",
        ["_alias"] = Names + " " + Waits + " local",
        ["_aliases"] = Waits,
        ["_analyze"] = "index",
        ["_block"] = Names + " " + Waits,
        ["_bulk"] = "_slice _source _source_excludes _source_includes include_source_on_error list_executed_pipelines pipeline refresh require_alias "
            + "require_data_stream routing timeout type wait_for_active_shards",
        ["_cache/clear"] = Names + " fielddata fields index query request",
        ["_cat"] = "help s",
        ["_cat/aliases"] = Table + " " + Names,
        ["_cat/allocation"] = Table,
        ["_cat/circuit_breaker"] = Table,
        ["_cat/component_templates"] = Table,
        ["_cat/count"] = Table + " " + Names + " analyze_wildcard analyzer default_operator df lenient q",
        ["_cat/fielddata"] = Table + " fields",
        ["_cat/health"] = Table,
        ["_cat/indices"] = Table + " " + Names + " include_unloaded_segments pri",
        ["_cat/master"] = Table,
        ["_cat/nodeattrs"] = Table,
        ["_cat/nodes"] = Table + " full_id include_unloaded_segments",
        ["_cat/pending_tasks"] = Table,
        ["_cat/plugins"] = Table + " include_bootstrap",
        ["_cat/recovery"] = Table + " " + Names + " active_only detailed index",
        ["_cat/repositories"] = Table,
        ["_cat/segments"] = Table + " " + Names + " allow_closed",
        ["_cat/shards"] = Table + " " + Names + " index",
        ["_cat/snapshots"] = Table + " ignore_unavailable",
        ["_cat/tasks"] = Table + " actions detailed nodes parent_task_id timeout wait_for_completion",
        ["_cat/templates"] = Table,
        ["_cat/thread_pool"] = Table + " size",
        ["_close"] = Names + " " + Waits + " wait_for_active_shards",
        ["_cluster/allocation/explain"] = "current_node include_disk_info include_yes_decisions index master_timeout primary shard",
        ["_cluster/health"] = Waits + " expand_wildcards level local return_200_for_cluster_health_timeout wait_for_active_shards wait_for_events wait_for_no_initializing_shards "
            + "wait_for_no_relocating_shards wait_for_nodes wait_for_status",
        ["_cluster/pending_tasks"] = "local master_timeout",
        ["_cluster/reroute"] = Waits + " dry_run explain metric retry_failed",
        ["_cluster/settings"] = Waits + " flat_settings include_defaults",
        ["_cluster/state"] = Names + " flat_settings local master_timeout wait_for_metadata_version wait_for_timeout",
        ["_cluster/stats"] = "flat_settings include_remotes timeout",
        ["_cluster/stats/nodes"] = "flat_settings include_remotes timeout",
        ["_component_template"] = Waits + " cause create flat_settings include_defaults local settings_filter",
        ["_count"] = Names + " _slice analyze_wildcard analyzer default_operator df lenient min_score preference q rest_total_hits_as_int routing stats terminate_after",
        ["_create"] = "include_source_on_error pipeline refresh require_alias require_data_stream routing timeout version version_type wait_for_active_shards",
        ["_data_stream"] = Waits + " expand_wildcards include_defaults verbose",
        ["_data_stream/_lifecycle"] = Waits + " expand_wildcards include_defaults",
        ["_data_stream/_mappings"] = Waits + " dry_run",
        ["_data_stream/_migrate"] = Waits,
        ["_data_stream/_modify"] = "",
        ["_data_stream/_options"] = Waits + " expand_wildcards",
        ["_data_stream/_settings"] = Waits + " dry_run",
        ["_data_stream/_stats"] = "expand_wildcards",
        ["_delete_by_query"] = Names + " _slice _source _source_excludes _source_includes analyze_wildcard analyzer conflicts default_operator df from lenient max_docs preference q "
            + "refresh request_cache requests_per_second routing scroll scroll_size search_timeout search_type size slices sort stats terminate_after "
            + "timeout version wait_for_active_shards wait_for_completion",
        ["_disk_usage"] = Names + " flush run_expensive_tasks",
        ["_doc"] = "_slice _source _source_exclude_vectors _source_excludes _source_includes force_synthetic_source if_primary_term if_seq_no "
            + "include_source_on_error op_type pipeline preference realtime refresh require_alias require_data_stream routing stored_fields timeout version "
            + "version_type wait_for_active_shards",
        ["_explain"] = "_slice _source _source_excludes _source_includes analyze_wildcard analyzer default_operator df lenient preference q routing stored_fields",
        ["_field_caps"] = Names + " fields filters include_empty_fields include_unmapped types",
        ["_flush"] = Names + " force wait_if_ongoing",
        ["_forcemerge"] = Names + " flush max_num_segments only_expunge_deletes wait_for_completion",
        ["_ilm/explain"] = "master_timeout only_errors only_managed",
        ["_ilm/policy"] = Waits,
        ["_ilm/remove"] = "",
        ["_ilm/retry"] = "",
        ["_ilm/start"] = Waits,
        ["_ilm/status"] = "",
        ["_ilm/stop"] = Waits,
        ["_index_template"] = Waits + " cause create flat_settings include_defaults local",
        ["_index_template/_simulate"] = "cause create include_defaults master_timeout",
        ["_index_template/_simulate_index"] = "cause create include_defaults master_timeout",
        ["_info"] = "",
        ["_license"] = Waits + " accept_enterprise acknowledge local",
        ["_license/basic_status"] = "",
        ["_license/trial_status"] = "",
        ["_lifecycle/explain"] = "include_defaults master_timeout",
        ["_lifecycle/stats"] = "",
        ["_mapping"] = Names + " " + Waits + " include_type_name local write_index_only",
        ["_mapping/field"] = Names + " include_defaults local",
        ["_mappings"] = Names + " " + Waits + " include_type_name write_index_only",
        ["_mget"] = "_slice _source _source_excludes _source_includes force_synthetic_source preference realtime refresh routing stored_fields",
        ["_msearch"] = Names + " _slice ccs_minimize_roundtrips include_named_queries_score index max_concurrent_searches max_concurrent_shard_requests pre_filter_shard_size "
            + "project_routing rest_total_hits_as_int routing search_type typed_keys",
        ["_nodes"] = "flat_settings timeout",
        ["_nodes/hot_threads"] = "ignore_idle_threads interval snapshots sort threads timeout type",
        ["_nodes/reload_secure_settings"] = "timeout",
        ["_nodes/stats"] = "completion_fields fielddata_fields fields groups include_segment_file_sizes include_unloaded_segments level timeout types",
        ["_nodes/usage"] = "timeout",
        ["_open"] = Names + " " + Waits + " wait_for_active_shards",
        ["_pit"] = "allow_partial_search_results expand_wildcards ignore_unavailable keep_alive max_concurrent_shard_requests preference routing",
        ["_recovery"] = Names + " active_only detailed",
        ["_refresh"] = Names,
        ["_reindex"] = "detailed max_docs refresh requests_per_second require_alias scroll slices timeout wait_for_active_shards wait_for_completion",
        ["_reload_search_analyzers"] = Names + " resource",
        ["_remote/info"] = "",
        ["_resolve/index"] = Names + " mode",
        ["_rollover"] = Waits + " dry_run lazy wait_for_active_shards",
        ["_search"] = Names + " _slice _source _source_exclude_vectors _source_excludes _source_includes allow_partial_search_results analyze_wildcard analyzer "
            + "batched_reduce_size ccs_minimize_roundtrips default_operator df docvalue_fields explain force_synthetic_source from "
            + "include_named_queries_score indices_boost lenient max_concurrent_shard_requests min_compatible_shard_node pre_filter_shard_size preference q "
            + "request_cache rest_total_hits_as_int routing scroll search_type seq_no_primary_term size sort stats stored_fields suggest_field suggest_mode "
            + "suggest_size suggest_text terminate_after timeout track_scores track_total_hits typed_keys version",
        ["_search/scroll"] = "rest_total_hits_as_int scroll scroll_id",
        ["_search_shards"] = Names + " _slice local master_timeout preference routing",
        ["_security/_authenticate"] = "",
        ["_security/_query/api_key"] = "typed_keys with_limited_by with_profile_uid",
        ["_security/api_key"] = "active_only id name owner realm_name refresh username with_limited_by with_profile_uid",
        ["_security/user/_has_privileges"] = "",
        ["_segments"] = Names + " verbose",
        ["_settings"] = Names + " " + Waits + " flat_settings include_defaults local preserve_existing reopen",
        ["_shard_stores"] = Names + " status",
        ["_source"] = "_source _source_excludes _source_includes preference realtime refresh routing version version_type",
        ["_ssl/certificates"] = "",
        ["_stats"] = "completion_fields expand_wildcards fielddata_fields fields forbid_closed_indices groups include_segment_file_sizes include_unloaded_segments "
            + "level types",
        ["_tasks"] = "actions detailed follow_relocations group_by nodes parent_task_id timeout wait_for_completion",
        ["_tasks/_cancel"] = "actions nodes parent_task_id wait_for_completion",
        ["_template"] = Waits + " cause create flat_settings include_type_name local order",
        ["_update"] = "_slice _source _source_excludes _source_includes if_primary_term if_seq_no include_source_on_error lang refresh require_alias "
            + "retry_on_conflict routing timeout wait_for_active_shards",
        ["_update_by_query"] = Names + " _slice _source _source_excludes _source_includes analyze_wildcard analyzer conflicts default_operator df from lenient max_docs pipeline "
            + "preference q refresh request_cache requests_per_second routing scroll scroll_size search_timeout search_type size slices sort stats "
            + "terminate_after timeout version version_type wait_for_active_shards wait_for_completion",
        ["_validate/query"] = Names + " _slice all_shards analyze_wildcard analyzer default_operator df explain lenient q rewrite routing",
        ["_xpack"] = "accept_enterprise categories",
        ["_xpack/usage"] = "master_timeout",
    };

    /// <summary>The parameters of a route; null where any is taken.</summary>
    public static HashSet<string>? Of(string path)
    {
        var key = string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part[0] != '{'));
        return path != "/" && ByPath.TryGetValue(key, out var names) ? [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. Everywhere.Split(' ')] : null;
    }

    /// <exception cref="ElasticsearchException">400: the request has a parameter that isn't known.</exception>
    public static void Check(HttpContext http, HashSet<string>? known)
    {
        if (known is null || http.Request.Query.Count == 0)
        {
            return;
        }

        var unknown = http.Request.Query.Keys.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal).ToArray();
        if (unknown.Length > 0)
        {
            throw Refuse.IllegalArgument($"request [{http.Request.Path}] contains unrecognized parameter{(unknown.Length > 1 ? "s" : "")}: {string.Join(", ", unknown.Select(name => $"[{name}]{Suggestion.For(name, known)}"))}");
        }
    }
}

using System.Text.Json.Nodes;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary>
/// The sections of statistics about indices, in Elasticsearch's form. What the node doesn't count, index by index, is 0; the meter
/// <c>distlog.searchnode</c> has the node's own figures.
/// </summary>
internal static class IndexStatistics
{
    /// <summary>Each section's name in the answer, and in the request where that differs.</summary>
    private static readonly (string Name, string Metric, Func<IReadOnlyList<Index>, JsonObject> Value)[] Sections =
    [
        ("docs", "docs", indices => new() { ["count"] = indices.Sum(index => index.Store.Count()), ["deleted"] = indices.Sum(index => index.Store.Segments.Sum(segment => segment.Rows - segment.LiveRows)) }),
        ("shard_stats", "shard_stats", indices => new() { ["total_count"] = indices.Sum(index => index.Metadata.Shards) }),
        ("store", "store", indices => new() { ["size_in_bytes"] = Bytes(indices), ["total_data_set_size_in_bytes"] = Bytes(indices), ["reserved_in_bytes"] = 0 }),
        ("indexing", "indexing", indices => Counters(["index_time_in_millis", "index_current", "index_failed", "delete_total", "delete_time_in_millis", "delete_current", "noop_update_total", "throttle_time_in_millis"], ("index_total", indices.Sum(index => index.Store.MaxSeqNo + 1)))),
        ("get", "get", _ => Counters(["total", "time_in_millis", "exists_total", "exists_time_in_millis", "missing_total", "missing_time_in_millis", "current"])),
        ("search", "search", _ => Counters(["open_contexts", "query_total", "query_time_in_millis", "query_current", "fetch_total", "fetch_time_in_millis", "fetch_current", "scroll_total", "scroll_time_in_millis", "scroll_current", "suggest_total", "suggest_time_in_millis", "suggest_current"])),
        ("merges", "merge", _ => Counters(["current", "current_docs", "current_size_in_bytes", "total", "total_time_in_millis", "total_docs", "total_size_in_bytes", "total_stopped_time_in_millis", "total_throttled_time_in_millis", "total_auto_throttle_in_bytes"])),
        ("refresh", "refresh", _ => Counters(["total", "total_time_in_millis", "external_total", "external_total_time_in_millis", "listeners"])),
        ("flush", "flush", indices => Counters(["periodic", "total_time_in_millis"], ("total", indices.Sum(index => index.Flushes)))),
        ("warmer", "warmer", _ => Counters(["current", "total", "total_time_in_millis"])),
        ("query_cache", "query_cache", _ => Counters(["memory_size_in_bytes", "total_count", "hit_count", "miss_count", "cache_size", "cache_count", "evictions"])),
        ("fielddata", "fielddata", _ => Counters(["memory_size_in_bytes", "evictions"])),
        ("completion", "completion", _ => Counters(["size_in_bytes"])),
        ("segments", "segments", Segments),
        ("translog", "translog", indices => Counters(["operations", "size_in_bytes", "uncommitted_operations", "earliest_last_modified_age"], ("uncommitted_size_in_bytes", indices.Sum(index => index.Store.BufferSize)))),
        ("request_cache", "request_cache", _ => Counters(["memory_size_in_bytes", "evictions", "hit_count", "miss_count"])),
        ("recovery", "recovery", _ => Counters(["current_as_source", "current_as_target", "throttle_time_in_millis"])),
        ("bulk", "bulk", _ => Counters(["total_operations", "total_time_in_millis", "total_size_in_bytes", "avg_time_in_millis", "avg_size_in_bytes"])),
    ];

    /// <summary>Refuses a section that there isn't.</summary>
    public static void Check(RestRequest request, string[] metrics, string what) =>
        Suggestion.Check(request, metrics, Sections.Select(section => section.Metric).Append("suggest"), what);

    /// <summary>The sections that are asked for; all where none is named.</summary>
    public static JsonObject Of(IReadOnlyList<Index> indices, IReadOnlyCollection<string>? metrics = null)
    {
        var all = metrics is null || metrics.Contains("_all");
        return new(Sections.Where(section => all || metrics!.Contains(section.Metric)).Select(section => KeyValuePair.Create(section.Name, (JsonNode?)section.Value(indices))));
    }

    private static long Bytes(IReadOnlyList<Index> indices) => indices.Sum(index => index.Store.SizeOnDisk());

    private static JsonObject Segments(IReadOnlyList<Index> indices)
    {
        var json = Counters(
            ["memory_in_bytes", "terms_memory_in_bytes", "stored_fields_memory_in_bytes", "term_vectors_memory_in_bytes", "norms_memory_in_bytes", "points_memory_in_bytes", "doc_values_memory_in_bytes", "version_map_memory_in_bytes", "fixed_bit_set_memory_in_bytes"],
            ("count", indices.Sum(index => (long)index.Store.SegmentCount)),
            ("index_writer_memory_in_bytes", indices.Sum(index => index.Store.BufferSize)));
        json["max_unsafe_auto_id_timestamp"] = -1;
        json["file_sizes"] = new JsonObject();
        return json;
    }

    private static JsonObject Counters(string[] zeros, params (string Name, long Value)[] counted) =>
        new(counted.Concat(zeros.Select(name => (Name: name, Value: 0L))).Select(pair => KeyValuePair.Create(pair.Name, (JsonNode?)pair.Value)));
}

using System.Text.Json;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Aggregations;

/// <summary>From an aggregation's type to its class.</summary>
internal static class AggregationParser
{
    public static Aggregation Parse(string name, string type, JsonElement body) => type switch
    {
        "terms" => TermsAggregation.Parse(name, body),
        "date_histogram" => DateHistogramAggregation.Parse(name, body),
        "histogram" => HistogramAggregation.Parse(name, body),
        "range" or "date_range" => RangeAggregation.Parse(name, type, body),
        "filter" => FilterAggregation.Parse(name, body),
        "filters" => FiltersAggregation.Parse(name, body),
        "missing" => MissingAggregation.Parse(name, body),
        "min" or "max" or "sum" or "avg" or "value_count" or "stats" or "extended_stats" => NumberAggregation.Parse(name, type, body),
        "cardinality" => CardinalityAggregation.Parse(name, body),
        "auto_date_histogram" or "global" or "composite" or "nested" or "percentiles" or "percentile_ranks" or "top_hits" or "top_metrics" or "bucket_sort"
            or "derivative" or "cumulative_sum" or "avg_bucket" or "max_bucket" or "min_bucket" or "sum_bucket" or "significant_terms" or "rare_terms"
            or "multi_terms" or "geo_bounds" or "scripted_metric" or "weighted_avg" or "bucket_script" or "bucket_selector" or "moving_fn" or "sampler"
            or "ip_range" or "adjacency_matrix" or "median_absolute_deviation" or "string_stats" or "serial_diff" or "stats_bucket" or "percentiles_bucket"
            or "categorize_text" or "random_sampler" or "significant_text" or "boxplot" or "rate" or "t_test" or "variable_width_histogram"
            => throw Refuse.NotSupported($"{type} aggregation"),
        _ => throw Refuse.Parsing($"Unknown aggregation type [{type}]"),
    };
}

using System.Text.Json;
using DistLog.SearchNode.Aggregations.Buckets;
using DistLog.SearchNode.Aggregations.Composite;
using DistLog.SearchNode.Aggregations.Metrics;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Aggregations;

/// <summary>From an aggregation's type to its class.</summary>
internal static class AggregationParser
{
    public static Aggregation Parse(string name, string type, JsonElement body, QueryScope scope) => type switch
    {
        "terms" => TermsAggregation.Parse(name, body),
        "significant_terms" => SignificantTermsAggregation.Parse(name, body, scope),
        "rare_terms" => TermsAggregation.ParseRare(name, body),
        "date_histogram" => DateHistogramAggregation.Parse(name, body),
        "histogram" => HistogramAggregation.Parse(name, body),
        "range" or "date_range" or "ip_range" => RangeAggregation.Parse(name, type, body),
        "filter" => FilterAggregation.Parse(name, body, scope),
        "filters" => FiltersAggregation.Parse(name, body, scope),
        "missing" => MissingAggregation.Parse(name, body),
        "min" or "max" or "sum" or "avg" or "stats" or "extended_stats" => NumberAggregation.Parse(name, type, body),
        "value_count" => ValueCountAggregation.Parse(name, body),
        "percentiles" or "percentile_ranks" => PercentilesAggregation.Parse(name, type, body),
        "median_absolute_deviation" => MedianDeviationAggregation.Parse(name, body),
        "boxplot" => BoxplotAggregation.Parse(name, body),
        "weighted_avg" => WeightedAverageAggregation.Parse(name, body),
        "top_hits" => TopHitsAggregation.Parse(name, body),
        "top_metrics" => TopMetricsAggregation.Parse(name, body),
        "sampler" => SamplerAggregation.Parse(name, body),
        "global" => GlobalAggregation.Parse(name),
        "adjacency_matrix" => AdjacencyMatrixAggregation.Parse(name, body, scope),
        "auto_date_histogram" => AutoDateHistogramAggregation.Parse(name, body),
        "composite" => CompositeAggregation.Parse(name, body),
        "multi_terms" => MultiTermsAggregation.Parse(name, body),
        "cardinality" => CardinalityAggregation.Parse(name, body),
        "nested" or "reverse_nested" or "geo_bounds" or "scripted_metric" or "diversified_sampler"
            or "string_stats" or "categorize_text" or "random_sampler" or "significant_text"
            or "rate" or "t_test" or "variable_width_histogram" or "matrix_stats" or "geo_distance" or "geohash_grid" or "geotile_grid" or "geohex_grid"
            or "geo_centroid" or "geo_line" or "cartesian_bounds" or "cartesian_centroid" or "parent" or "children" or "ip_prefix" or "time_series" or "frequent_item_sets"
            => throw Refuse.NotSupported($"{type} aggregation"),
        _ => throw Refuse.Parsing($"Unknown aggregation type [{type}]"),
    };
}

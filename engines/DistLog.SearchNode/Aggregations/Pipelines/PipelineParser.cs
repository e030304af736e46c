using System.Text.Json;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Aggregations.Pipelines;

/// <summary>From a pipeline aggregation's type to its class.</summary>
internal static class PipelineParser
{
    /// <summary>Null where the type isn't a pipeline aggregation's.</summary>
    public static PipelineAggregation? TryParse(string name, string type, JsonElement body) => type switch
    {
        "avg_bucket" or "sum_bucket" => AverageBucket.Parse(name, type, body),
        "min_bucket" or "max_bucket" => ExtremeBucket.Parse(name, type, body),
        "stats_bucket" or "extended_stats_bucket" => StatsBucket.Parse(name, type, body),
        "percentiles_bucket" => PercentilesBucket.Parse(name, type, body),
        "bucket_sort" => BucketSort.Parse(name, type, body),
        "cumulative_sum" => CumulativeSum.Parse(name, type, body),
        "derivative" => Derivative.Parse(name, type, body),
        "serial_diff" => SerialDifference.Parse(name, type, body),
        "normalize" => Normalize.Parse(name, type, body),
        "bucket_script" or "bucket_selector" or "moving_fn" or "moving_percentiles" or "cumulative_cardinality" or "inference" or "bucket_count_ks_test"
            or "bucket_correlation" or "change_point" => throw Refuse.NotSupported($"{type} aggregation"),
        _ => null,
    };
}

using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Aggregations.Pipelines;

/// <summary>Follows a path from a bucket to a number.</summary>
internal static class PathValues
{
    private const string Wanted = "buckets_path must reference either a number value or a single value numeric metric aggregation";

    /// <summary>The bucket's number at a path, by the policy for gaps NaN, zero or as it is; null where an aggregation on the way isn't there.</summary>
    public static double? Of(ResultBucket bucket, string[] steps, GapPolicy gaps, string aggregation)
    {
        if (Follow(bucket, steps) is not { } target)
        {
            return null;
        }

        var value = target switch
        {
            double number => number,
            IMetricResult { HasManyNumbers: false } metric => metric.Number("value") ?? double.NaN,
            _ => throw Unresolved(target, steps, aggregation),
        };
        var isCount = steps is ["_count"];
        return double.IsFinite(value) && (isCount || bucket.Count > 0) ? value : OfGap(value, gaps);
    }

    private static double OfGap(double value, GapPolicy gaps) => gaps switch
    {
        GapPolicy.InsertZeros => 0,
        GapPolicy.KeepValues when double.IsFinite(value) => value,
        _ => double.NaN,
    };

    /// <summary>What is found by following the steps: a number, a result, or values of many buckets; null where nothing has the name.</summary>
    private static object? Follow(ResultBucket bucket, ReadOnlySpan<string> steps) => steps switch
    {
        [] => bucket,
        ["_count", ..] => (double)bucket.Count,
        ["_key", ..] => bucket.Key.Number,
        _ => bucket.Children.Find(steps[0]) is { } result ? Follow(result, steps[0], steps[1..]) : null,
    };

    private static object? Follow(IAggregationResult result, string name, ReadOnlySpan<string> steps)
    {
        if (steps.IsEmpty)
        {
            return result;
        }

        return result switch
        {
            IMetricResult metric => (metric.Number(steps[0]) ?? throw Refuse.IllegalArgument($"path not supported for [{name}]: [{string.Join(", ", steps.ToArray())}]")),
            SingleBucketResult when steps[0] == "_count" => (double)((SingleBucketResult)result).Count,
            SingleBucketResult single => single.Children.Find(steps[0]) is { } child
                ? Follow(child, steps[0], steps[1..])
                : throw Refuse.IllegalArgument($"Cannot find an aggregation named [{steps[0]}] in [{name}]"),
            BucketsResult buckets => FollowMany(buckets, steps),
            _ => throw Refuse.IllegalArgument($"path not supported for [{name}]: [{string.Join(", ", steps.ToArray())}]"),
        };
    }

    private static object? FollowMany(BucketsResult buckets, ReadOnlySpan<string> steps)
    {
        if (steps[0] == "_bucket_count")
        {
            return (double)buckets.Buckets.Count;
        }

        if (KeyOf(steps[0]) is not { } key)
        {
            return new ManyValues();
        }

        return Bucket(buckets, key) is { } bucket ? Follow(bucket, steps[1..]) : null;
    }

    /// <summary>The bucket of a name.</summary>
    public static ResultBucket? Bucket(BucketsResult buckets, string key) => buckets.Buckets.Find(bucket => bucket.Key.Name == key);

    /// <summary>The key that a step names in quotes; null where it names something else.</summary>
    public static string? KeyOf(string step) => step.Length > 1 && step[0] == '\'' && step[^1] == '\'' ? step[1..^1] : null;

    private static ElasticsearchException Unresolved(object target, string[] steps, string aggregation)
    {
        var name = steps.Length == 0 ? aggregation : steps[0];
        return Refuse.AggregationPath(target is IMetricResult
            ? $"{Wanted}, but [{name}] contains multiple values. Please specify which to use."
            : $"{Wanted}, got: [{ResultNames.Of(target)}] at aggregation [{name}]");
    }
}

/// <summary>Stands for the values of several buckets, which no path may end at.</summary>
internal sealed class ManyValues;

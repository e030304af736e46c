using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;

namespace DistLog.SearchNode.Aggregations.Pipelines;

/// <summary>Sums up one value of all buckets beside it: <c>avg_bucket</c>, <c>sum_bucket</c>, <c>min_bucket</c>, <c>max_bucket</c> and more.</summary>
internal abstract class BucketMetric : SiblingPipeline
{
    public override void Check(AggregationTree siblings, Aggregation? parent)
    {
        if (Paths.Count != 1)
        {
            throw Invalid($"buckets_path must contain a single entry for aggregation [{Name}]");
        }

        var elements = BucketsPath.Parse(Path).Elements;
        var found = siblings.Find(elements[0].Name) ?? throw Invalid($"buckets_path aggregation does not exist for aggregation [{Name}]: {Path}");
        for (var at = 0; at + 1 < elements.Count && (!found.HasManyBuckets || elements[at].Key is not null); at++)
        {
            found = found.Children.Find(elements[at + 1].Name) ?? throw Invalid($"buckets_path aggregation does not exist for aggregation [{Name}]: {Path}");
        }

        if (!found.HasManyBuckets)
        {
            throw Invalid($"Unable to find unqualified multi-bucket aggregation in buckets_path. Path must include a multi-bucket aggregation for aggregation [{Name}] found :{found.TypedName} for buckets path: {Path}");
        }
    }

    public override IAggregationResult Reduce(ResultSet siblings)
    {
        var values = new List<(string Key, double Value)>();
        var steps = BucketsPath.Parse(Path).Steps.ToArray();
        if (Target(siblings, ref steps) is { } target)
        {
            foreach (var bucket in target.Buckets)
            {
                if (PathValues.Of(bucket, steps, Gaps, Name) is { } value && !double.IsNaN(value))
                {
                    values.Add((bucket.Key.Name, value));
                }
            }
        }

        return Sum(values);
    }

    protected abstract IAggregationResult Sum(List<(string Key, double Value)> values);

    /// <summary>The buckets that the path goes over; <paramref name="steps"/> is left with what lies inside of them.</summary>
    private static BucketsResult? Target(ResultSet results, ref string[] steps)
    {
        var result = results.Find(steps[0]);
        steps = steps[1..];
        while (true)
        {
            switch (result)
            {
                case SingleBucketResult single when steps.Length > 0:
                    result = single.Children.Find(steps[0]);
                    steps = steps[1..];
                    break;
                case BucketsResult many when steps.Length > 1 && PathValues.KeyOf(steps[0]) is { } key:
                    result = PathValues.Bucket(many, key)?.Children.Find(steps[1]);
                    steps = steps[2..];
                    break;
                default:
                    return result as BucketsResult;
            }
        }
    }
}

/// <summary><c>avg_bucket</c> and <c>sum_bucket</c>.</summary>
internal sealed class AverageBucket : BucketMetric
{
    public static AverageBucket Parse(string name, string type, JsonElement body)
    {
        var average = new AverageBucket { Name = name, Type = type };
        average.Parse(body);
        average.RequirePath();
        return average;
    }

    protected override IAggregationResult Sum(List<(string Key, double Value)> values)
    {
        var sum = values.Sum(value => value.Value);
        return new SimpleValue(Type == "sum_bucket" ? sum : values.Count == 0 ? double.NaN : sum / values.Count, Format);
    }
}

/// <summary><c>min_bucket</c> and <c>max_bucket</c>: the value, and which buckets have it.</summary>
internal sealed class ExtremeBucket : BucketMetric
{
    public static ExtremeBucket Parse(string name, string type, JsonElement body)
    {
        var extreme = new ExtremeBucket { Name = name, Type = type };
        extreme.Parse(body);
        extreme.RequirePath();
        return extreme;
    }

    protected override IAggregationResult Sum(List<(string Key, double Value)> values)
    {
        if (values.Count == 0)
        {
            return new ExtremeValue(double.NaN, [], Format);
        }

        var best = Type == "min_bucket" ? values.Min(value => value.Value) : values.Max(value => value.Value);
        return new ExtremeValue(best, [.. values.Where(value => value.Value == best).Select(value => value.Key)], Format);
    }
}

/// <summary>A number, and the keys of the buckets that have it.</summary>
internal sealed class ExtremeValue(double value, string[] keys, ValueFormat format) : SimpleValue(value, format)
{
    public override string TypedName => "bucket_metric_value";

    public override void Write(Utf8JsonWriter writer, bool typedKeys)
    {
        base.Write(writer, typedKeys);
        writer.WriteStartArray("keys");
        foreach (var key in keys)
        {
            writer.WriteStringValue(key);
        }

        writer.WriteEndArray();
    }
}

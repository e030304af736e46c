using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;

namespace DistLog.SearchNode.Aggregations.Pipelines;

/// <summary><c>cumulative_sum</c>: the sum of a value over the buckets so far.</summary>
internal sealed class CumulativeSum : ParentPipeline
{
    public static CumulativeSum Parse(string name, string type, JsonElement body)
    {
        var sum = new CumulativeSum { Name = name, Type = type };
        sum.Parse(body);
        sum.RequirePath();
        return sum;
    }

    protected override bool Take(string name, JsonElement value) => name != "gap_policy" && TakeShared(name, value);

    public override void Check(AggregationTree siblings, Aggregation? parent)
    {
        CheckOnePath();
        CheckSequence(parent);
    }

    public override void Reduce(BucketsResult buckets)
    {
        var steps = BucketsPath.Parse(Path).Steps.ToArray();
        var sum = 0.0;
        foreach (var bucket in buckets.Buckets)
        {
            var value = PathValues.Of(bucket, steps, GapPolicy.InsertZeros, Name);
            sum += value is { } number && double.IsFinite(number) ? number : 0;
            bucket.Children.Add(Name, Meta, new SimpleValue(sum, Format));
        }
    }
}

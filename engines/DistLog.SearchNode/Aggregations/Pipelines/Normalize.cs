using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations.Pipelines;

/// <summary><c>normalize</c>: a bucket's value beside those of all buckets.</summary>
internal sealed class Normalize : ParentPipeline
{
    private string _method = "";

    public static Normalize Parse(string name, string type, JsonElement body)
    {
        var normalize = new Normalize { Name = name, Type = type };
        normalize.Parse(body);
        normalize.RequirePath();
        return normalize._method.Length == 0 ? throw Refuse.IllegalArgument("Required [method]") : normalize;
    }

    protected override bool Take(string name, JsonElement value)
    {
        if (name != "method")
        {
            return name != "gap_policy" && TakeShared(name, value);
        }

        _method = value.Text() is "rescale_0_1" or "rescale_0_100" or "mean" or "z-score" or "percent_of_sum" or "softmax"
            ? value.Text()!
            : throw Refuse.IllegalArgument($"invalid method [{value.Text()}]");
        return true;
    }

    public override void Check(AggregationTree siblings, Aggregation? parent)
    {
        CheckOnePath();
        if (parent is not { HasManyBuckets: true })
        {
            throw Invalid($"normalize aggregation [{Name}] must be declared inside of another aggregation");
        }
    }

    public override void Reduce(BucketsResult buckets)
    {
        var steps = BucketsPath.Parse(Path).Steps.ToArray();
        var values = buckets.Buckets.ConvertAll(bucket => PathValues.Of(bucket, steps, GapPolicy.Skip, Name) ?? double.NaN);
        var method = Method([.. values.Where(value => !double.IsNaN(value))]);
        for (var i = 0; i < values.Count; i++)
        {
            buckets.Buckets[i].Children.Add(Name, Meta, new SimpleValue(method(values[i]), Format));
        }
    }

    private Func<double, double> Method(double[] values)
    {
        if (values.Length == 0)
        {
            return _ => double.NaN;
        }

        var (low, high, sum) = (values.Min(), values.Max(), values.Sum());
        var mean = sum / values.Length;
        switch (_method)
        {
            case "rescale_0_1":
                return value => (value - low) / (high - low);
            case "rescale_0_100":
                return value => 100 * (value - low) / (high - low);
            case "mean":
                return value => (value - mean) / (high - low);
            case "z-score":
                var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
                return value => (value - mean) / deviation;
            case "percent_of_sum":
                return value => value / sum;
            default:
                var exponents = values.Sum(Math.Exp);
                return value => Math.Exp(value) / exponents;
        }
    }
}

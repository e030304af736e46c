using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations.Pipelines;

/// <summary><c>serial_diff</c>: by how much a bucket's value differs from the one so many buckets before.</summary>
internal sealed class SerialDifference : ParentPipeline
{
    private int _lag = 1;

    public static SerialDifference Parse(string name, string type, JsonElement body)
    {
        var difference = new SerialDifference { Name = name, Type = type };
        difference.Parse(body);
        difference.RequirePath();
        return difference;
    }

    protected override bool Take(string name, JsonElement value)
    {
        if (name != "lag")
        {
            return TakeShared(name, value);
        }

        _lag = value.Int(name) is > 0 and var lag
            ? lag
            : throw Refuse.Parsing($"Lag must be a positive integer, but was {value.Text()} in [{Name}].");
        return true;
    }

    public override void Check(AggregationTree siblings, Aggregation? parent)
    {
        CheckOnePath();
        CheckSequence(parent);
    }

    public override void Reduce(BucketsResult buckets)
    {
        var steps = BucketsPath.Parse(Path).Steps.ToArray();
        var values = buckets.Buckets.ConvertAll(bucket => PathValues.Of(bucket, steps, Gaps, Name) ?? double.NaN);
        for (var i = _lag; i < values.Count; i++)
        {
            if (!double.IsNaN(values[i]) && !double.IsNaN(values[i - _lag]))
            {
                buckets.Buckets[i].Children.Add(Name, Meta, new SimpleValue(values[i] - values[i - _lag], Format));
            }
        }
    }
}

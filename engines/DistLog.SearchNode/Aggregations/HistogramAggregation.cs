using System.Text.Json;
using DistLog.SearchNode.Aggregations.Buckets;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations;

/// <summary><c>histogram</c>: a bucket for each interval of numbers.</summary>
internal sealed class HistogramAggregation : IntervalAggregation
{
    public override string TypedName => "histogram";

    public double Interval { get; private set; }

    public double Offset { get; private set; }

    /// <summary>Buckets from here to there are shown even if they are empty.</summary>
    public (double? Min, double? Max) ExtendedBounds { get; private set; }

    /// <summary>No buckets outside of these.</summary>
    public (double? Min, double? Max) HardBounds { get; private set; }

    public static HistogramAggregation Parse(string name, JsonElement body)
    {
        var aggregation = new HistogramAggregation { Name = name };
        aggregation.Parse(body);
        return aggregation.Interval > 0 ? aggregation : throw Refuse.IllegalArgument($"[interval] must be >0 for histogram aggregation [{name}]");
    }

    public override Collector NewCollector(AggregationScope scope) => new HistogramCollector(this, scope);

    protected override bool Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "interval":
                Interval = value.Double(name);
                return true;
            case "offset":
                Offset = value.Double(name);
                return true;
            case "extended_bounds":
                ExtendedBounds = Bounds(name, value);
                return true;
            case "hard_bounds":
                HardBounds = Bounds(name, value);
                return true;
            default:
                return false;
        }
    }

    private (double? Min, double? Max) Bounds(string name, JsonElement value)
    {
        var bounds = ParseBounds<double?>(value, end => end.Double(name));
        return bounds.Min > bounds.Max ? throw WrongBounds(name, Numbers.Text(bounds.Min!.Value), Numbers.Text(bounds.Max!.Value)) : bounds;
    }
}

using System.Text.Json;
using DistLog.SearchNode.Aggregations.Buckets;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations;

/// <summary><c>date_histogram</c>: a bucket for each interval of time.</summary>
internal sealed class DateHistogramAggregation : IntervalAggregation
{
    private readonly DateIntervalOptions _interval = new();

    public override string TypedName => "date_histogram";

    public DateRounding Rounding { get; private set; } = null!;

    /// <summary>Buckets from here to there are shown even if they are empty.</summary>
    public (string? Min, string? Max) ExtendedBounds { get; private set; }

    /// <summary>No buckets outside of these.</summary>
    public (string? Min, string? Max) HardBounds { get; private set; }

    public static DateHistogramAggregation Parse(string name, JsonElement body)
    {
        var aggregation = new DateHistogramAggregation { Name = name };
        aggregation.Parse(body);
        aggregation.Rounding = aggregation._interval.Rounding();
        return aggregation;
    }

    public override Collector NewCollector(AggregationScope scope) => new DateHistogramCollector(this, scope);

    /// <summary>The refusal of bounds the wrong way round.</summary>
    public ElasticsearchException WrongBounds(string bounds, long min, long max) => WrongBounds(bounds, $"{min}", $"{max}");

    protected override bool Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "extended_bounds":
                ExtendedBounds = ParseBounds(value, end => end.Text());
                return true;
            case "hard_bounds":
                HardBounds = ParseBounds(value, end => end.Text());
                return true;
            default:
                return _interval.Take(name, value);
        }
    }
}

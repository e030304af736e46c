using System.Text.Json;
using DistLog.SearchNode.Aggregations.Metrics;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations.Pipelines;

/// <summary><c>stats_bucket</c> and <c>extended_stats_bucket</c>.</summary>
internal sealed class StatsBucket : BucketMetric
{
    private double _sigma = 2;

    public static StatsBucket Parse(string name, string type, JsonElement body)
    {
        var stats = new StatsBucket { Name = name, Type = type };
        stats.Parse(body);
        stats.RequirePath();
        return stats;
    }

    protected override bool Take(string name, JsonElement value)
    {
        if (name != "sigma" || Type != "extended_stats_bucket")
        {
            return TakeShared(name, value);
        }

        _sigma = value.Double(name) is >= 0 and var sigma
            ? sigma
            : throw Refuse.IllegalArgument("sigma must be a non-negative double");
        return true;
    }

    protected override IAggregationResult Sum(List<(string Key, double Value)> values)
    {
        var stats = new Statistics();
        foreach (var (_, value) in values)
        {
            stats.Add(value);
        }

        return new StatsResult(Type, stats, _sigma, Format);
    }
}

/// <summary><c>percentiles_bucket</c>: the bucket value nearest to each percentile.</summary>
internal sealed class PercentilesBucket : BucketMetric
{
    private double[] _percents = [1, 5, 25, 50, 75, 95, 99];
    private bool _keyed = true;

    public static PercentilesBucket Parse(string name, string type, JsonElement body)
    {
        var percentiles = new PercentilesBucket { Name = name, Type = type };
        percentiles.Parse(body);
        percentiles.RequirePath();
        return percentiles;
    }

    protected override bool Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "percents":
                _percents = [.. value.EnumerateArray().Select(item => item.Double(name))];
                if (_percents.Length == 0 || _percents.Any(percent => percent is not (>= 0 and <= 100)))
                {
                    throw Refuse.IllegalArgument("percents must only contain non-null doubles from 0.0-100.0 inclusive");
                }

                return true;
            case "keyed":
                _keyed = value.Bool(name);
                return true;
            default:
                return TakeShared(name, value);
        }
    }

    protected override IAggregationResult Sum(List<(string Key, double Value)> values)
    {
        double[] sorted = [.. values.Select(value => value.Value).Order()];
        var found = _percents.Select(percent => sorted.Length == 0
            ? double.NaN
            : sorted[(int)Math.Floor((percent / 100 * (sorted.Length - 1)) + 0.5)]);
        return new NumbersResult("percentiles_bucket", _percents, [.. found], _keyed, Format);
    }
}

using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations.Metrics;

/// <summary><c>median_absolute_deviation</c>: the median of how far the values are from their median.</summary>
internal sealed class MedianDeviationAggregation(ValueSource source, double compression) : MetricAggregation
{
    private const double DefaultCompression = 1000;

    public override string TypedName => "median_absolute_deviation";

    public override IEnumerable<ValueSource> Sources => [source];

    public static MedianDeviationAggregation Parse(string name, JsonElement body)
    {
        var (source, compression) = (new ValueSource(), DefaultCompression);
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "compression":
                    compression = property.Value.Double(property.Name);
                    if (compression <= 0)
                    {
                        throw Refuse.IllegalArgument($"[compression] must be greater than 0. Found [{Numbers.Text(compression)}] in [{name}]");
                    }

                    break;
                case "execution_hint":
                    break;
                default:
                    source.TakeOrRefuse("median_absolute_deviation", property);
                    break;
            }
        }

        return new MedianDeviationAggregation(source.Checked("median_absolute_deviation", numeric: true), compression) { Name = name };
    }

    public override Collector NewCollector(AggregationScope scope) => new MedianDeviationCollector(source, compression);
}

/// <summary>Gathers the values; their deviations are computed at the end.</summary>
internal sealed class MedianDeviationCollector(ValueSource source, double compression) : NumbersCollector(source)
{
    private readonly TDigest _digest = new(compression);

    protected override void Add(ReadOnlySpan<double> values) => _digest.Add(values);

    private double Deviation()
    {
        var median = _digest.Quantile(0.5);
        var deviations = new TDigest(compression);
        foreach (var (mean, weight) in _digest.Centroids().Select(centroid => (Math.Abs(centroid.Mean - median), centroid.Weight)).OrderBy(entry => entry.Item1))
        {
            deviations.Add(mean, weight);
        }

        return deviations.Quantile(0.5);
    }

    public override double? Value(string? path) => path is null or "value" ? Deviation() : null;

    public override IAggregationResult Finish() => new MetricValue("median_absolute_deviation", Deviation(), Format);
}

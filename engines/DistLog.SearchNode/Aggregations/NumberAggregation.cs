using System.Text.Json;
using DistLog.SearchNode.Aggregations.Metrics;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations;

/// <summary><c>min</c>, <c>max</c>, <c>sum</c>, <c>avg</c>, <c>stats</c> and <c>extended_stats</c>: one pass gathers what all need.</summary>
internal sealed class NumberAggregation(string type, ValueSource source, double sigma) : MetricAggregation
{
    public override string TypedName => type;

    public override IEnumerable<ValueSource> Sources => [source];

    public override bool HasManyNumbers => type is "stats" or "extended_stats";

    public override bool HasNumber(string name) => HasManyNumbers ? new Statistics().Number(name, sigma) is not null : base.HasNumber(name);

    public ValueSource Source => source;

    public double Sigma => sigma;

    public static NumberAggregation Parse(string name, string type, JsonElement body)
    {
        var source = new ValueSource();
        var sigma = 2.0;
        foreach (var property in body.EnumerateObject())
        {
            if (property.Name == "sigma" && type == "extended_stats")
            {
                sigma = ParseSigma(name, property.Value);
            }
            else
            {
                source.TakeOrRefuse(type, property);
            }
        }

        return new NumberAggregation(type, source.Checked(type, numeric: true), sigma) { Name = name };
    }

    private static double ParseSigma(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && !double.TryParse(value.GetString(), System.Globalization.CultureInfo.InvariantCulture, out _))
        {
            throw Refuse.ContentParse("[extended_stats] failed to parse field [sigma]");
        }

        var sigma = value.Double("sigma");
        return sigma >= 0 ? sigma : throw Refuse.IllegalArgument($"[sigma] must be greater than or equal to 0. Found [{Numbers.Text(sigma)}] in [{name}]");
    }

    public override Collector NewCollector(AggregationScope scope) => new NumberCollector(this);
}

/// <summary>Gathers count, sum, sum of squares, least and greatest.</summary>
internal sealed class NumberCollector(NumberAggregation aggregation) : NumbersCollector(aggregation.Source)
{
    private readonly Statistics _stats = new();

    protected override void Add(ReadOnlySpan<double> values) => _stats.Add(values);

    public override double? Value(string? path) => path is null or "value" && !aggregation.HasManyNumbers
        ? _stats.Number(aggregation.TypedName, 0)
        : aggregation.HasManyNumbers && path is not null ? _stats.Number(path, aggregation.Sigma) : null;

    public override IAggregationResult Finish()
    {
        if (aggregation.HasManyNumbers)
        {
            return new StatsResult(aggregation.TypedName, _stats, aggregation.Sigma, Format);
        }

        return new MetricValue(aggregation.TypedName, _stats.Number(aggregation.TypedName, 0)!.Value, Format);
    }
}

using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Metrics;

/// <summary><c>weighted_avg</c>: the average of a field's values, each weighted by another field.</summary>
internal sealed class WeightedAverageAggregation(ValueSource value, ValueSource weight, string? format) : MetricAggregation
{
    public override string TypedName => "weighted_avg";

    public override IEnumerable<ValueSource> Sources => [value, weight];

    public static WeightedAverageAggregation Parse(string name, JsonElement body)
    {
        ValueSource? value = null, weight = null;
        string? format = null;
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "value":
                    value = ParseSource(property.Value);
                    break;
                case "weight":
                    weight = ParseSource(property.Value);
                    break;
                case "format":
                    format = property.Value.Text();
                    break;
                case "value_type":
                    break;
                default:
                    throw Refuse.ContentParse($"[weighted_avg] unknown field [{property.Name}]");
            }
        }

        return value is null || weight is null
            ? throw Refuse.IllegalArgument($"Required [{(value is null ? "value" : "weight")}]")
            : new WeightedAverageAggregation(value, weight, format) { Name = name };
    }

    private static ValueSource ParseSource(JsonElement body)
    {
        var source = new ValueSource();
        foreach (var property in body.EnumerateObject())
        {
            source.TakeOrRefuse("weighted_avg", property);
        }

        return source.Checked("weighted_avg", numeric: true);
    }

    public override Collector NewCollector(AggregationScope scope) => new WeightedAverageCollector(value, weight, format);
}

/// <summary>Sums values times weights, and weights.</summary>
internal sealed class WeightedAverageCollector(ValueSource value, ValueSource weight, string? format) : Collector
{
    private CompensatedSum _sum;
    private CompensatedSum _weights;

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        var values = NumberReader.Of(value, block);
        var weights = NumberReader.Of(weight, block);
        foreach (var row in rows)
        {
            if (weights.Count(row) is var count and not 1)
            {
                if (count > 1)
                {
                    throw Refuse.IllegalArgument("Encountered more than one weight for a single document. Use a script to combine multiple weights-per-doc into a single value.");
                }

                continue;
            }

            var factor = weights.Number(row, 0);
            for (var i = 0; i < values.Count(row); i++)
            {
                _sum.Add(values.Number(row, i) * factor);
                _weights.Add(factor);
            }
        }
    }

    private double Average => _sum.Value / _weights.Value;

    public override double? Value(string? path) => path is null or "value" ? Average : null;

    public override IAggregationResult Finish() => new MetricValue("weighted_avg", Average, ValueFormat.Of(value.Seen, format));
}

/// <summary>A field's numbers in one block, row by row; what stands for a missing one included.</summary>
internal readonly struct NumberReader(Column? column, bool nanos, double? missing)
{
    public static NumberReader Of(ValueSource source, BlockContext block)
    {
        var field = source.In(block.Index);
        double? missing = source.Missing is { } text ? source.FormatOf(source.TypeOf(field)).Parse(text, block.Index.Query.Now) : null;
        return new NumberReader(block.Column(source.Field), field?.Kind == FieldKind.DateNanos, missing);
    }

    /// <summary>How many numbers the row has.</summary>
    public int Count(int row)
    {
        var (first, end) = (0, 0);
        column?.Values(row, out first, out end);
        return first == end && missing is not null ? 1 : end - first;
    }

    /// <summary>One of the row's numbers.</summary>
    public double Number(int row, int which)
    {
        var (first, end) = (0, 0);
        column?.Values(row, out first, out end);
        if (first == end)
        {
            return missing!.Value;
        }

        return column is LongColumn longs
            ? nanos ? BucketKeys.Millis(FieldKind.DateNanos, longs.Numbers[first + which]) : longs.Numbers[first + which]
            : ((DoubleColumn)column!).Numbers[first + which];
    }
}

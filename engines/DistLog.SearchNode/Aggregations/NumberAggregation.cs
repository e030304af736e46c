using System.Globalization;
using System.Text.Json;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary><c>min</c>, <c>max</c>, <c>sum</c>, <c>avg</c>, <c>value_count</c>, <c>stats</c> and <c>extended_stats</c>: one pass gathers what all need.</summary>
internal sealed class NumberAggregation(string type, ValueSource source, double sigma) : MetricAggregation
{
    public override string TypedName => type;

    public string Type => type;

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
                sigma = property.Value.Double("sigma");
                if (sigma < 0)
                {
                    throw Refuse.IllegalArgument($"[sigma] must be greater than or equal to 0. Found [{Numbers.Text(sigma)}] in [{name}]");
                }
            }
            else if (!source.Take(property.Name, property.Value))
            {
                throw Refuse.ContentParse($"[{type}] unknown field [{property.Name}]");
            }
        }

        return new NumberAggregation(type, source.Checked(), sigma) { Name = name };
    }

    public override Collector NewCollector(BucketBudget budget) => new NumberCollector(this);
}

/// <summary>Gathers count, sum, sum of squares, least and greatest.</summary>
internal sealed class NumberCollector(NumberAggregation aggregation) : Collector
{
    private long _count;
    private double _sum;
    private double _compensation;
    private double _squares;
    private double _low = double.PositiveInfinity;
    private double _high = double.NegativeInfinity;
    private FieldRef? _field;

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        var field = aggregation.Source.In(block.Index, aggregation.Type, numeric: aggregation.Type != "value_count");
        _field ??= field;
        var missing = MissingValue(field);
        switch (block.Column(aggregation.Source.Field))
        {
            case LongColumn longs:
                var nanos = field!.Kind == FieldKind.DateNanos;
                foreach (var row in rows)
                {
                    longs.Values(row, out var first, out var end);
                    AddMissing(first == end, missing);
                    for (var value = first; value < end; value++)
                    {
                        Add(nanos ? Instant.FromNanos(longs.Numbers[value]).Millis : longs.Numbers[value]);
                    }
                }

                break;
            case DoubleColumn doubles:
                foreach (var row in rows)
                {
                    doubles.Values(row, out var first, out var end);
                    AddMissing(first == end, missing);
                    for (var value = first; value < end; value++)
                    {
                        Add(doubles.Numbers[value]);
                    }
                }

                break;
            case StringColumn strings:
                foreach (var row in rows)
                {
                    strings.Values(row, out var first, out var end);
                    _count += end - first + (first == end && aggregation.Source.Missing is not null ? 1 : 0);
                }

                break;
            case null when missing is not null:
                foreach (var _ in rows)
                {
                    Add(missing.Value);
                }

                break;
        }
    }

    private double? MissingValue(FieldRef? field)
    {
        if (aggregation.Source.Missing is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        if (aggregation.Type == "value_count")
        {
            return 1;
        }

        return field is not null && field.Kind.IsDate() && field.Field.DateFormat.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var instant)
            ? instant.Millis
            : throw Refuse.IllegalArgument($"For input string: \"{text}\"");
    }

    private void AddMissing(bool isMissing, double? missing)
    {
        if (isMissing && missing is { } value)
        {
            Add(value);
        }
    }

    private void Add(double value)
    {
        _count++;
        // Kahan's sum: a million durations added up keep their last digits.
        var corrected = value - _compensation;
        var sum = _sum + corrected;
        _compensation = sum - _sum - corrected;
        _sum = sum;
        _squares += value * value;
        _low = Math.Min(_low, value);
        _high = Math.Max(_high, value);
    }

    public override double? Value(string? property) => (property ?? (aggregation.Type is "stats" or "extended_stats" ? "" : aggregation.Type)) switch
    {
        "value" => Value(null),
        "min" => _low,
        "max" => _high,
        "sum" => _sum,
        "avg" => _count == 0 ? null : _sum / _count,
        "count" or "value_count" => _count,
        "std_deviation" => Math.Sqrt(Variance),
        "variance" => Variance,
        "sum_of_squares" => _squares,
        _ => throw Refuse.IllegalArgument($"Invalid aggregation order path [{aggregation.Name}{(property is null ? "" : "." + property)}]. When ordering on a multi-value metrics aggregation a metric name must be specified."),
    };

    private double Variance => _count == 0 ? double.NaN : Math.Max(0, (_squares - (_sum * _sum / _count)) / _count);

    public override void Write(Utf8JsonWriter writer, bool typedKeys)
    {
        if (aggregation.Type == "value_count")
        {
            writer.WriteNumber("value", _count);
            return;
        }

        if (aggregation.Type is not ("stats" or "extended_stats"))
        {
            Metric(writer, "value", aggregation.Type == "sum" || _count > 0 ? Value(aggregation.Type) : null);
            return;
        }

        writer.WriteNumber("count", _count);
        Numbers.Write(writer, "min", _count > 0 ? _low : null);
        Numbers.Write(writer, "max", _count > 0 ? _high : null);
        Numbers.Write(writer, "avg", _count > 0 ? _sum / _count : null);
        Numbers.Write(writer, "sum", _sum);
        if (aggregation.Type == "extended_stats")
        {
            WriteExtended(writer);
        }

        if (_count > 0 && Formats)
        {
            AsString(writer, "min", _low);
            AsString(writer, "max", _high);
            AsString(writer, "avg", _sum / _count);
            AsString(writer, "sum", _sum);
        }
    }

    private void Metric(Utf8JsonWriter writer, string name, double? value)
    {
        Numbers.Write(writer, name, value);
        if (value is { } number && Formats)
        {
            AsString(writer, name, number);
        }
    }

    private bool Formats => aggregation.Source.Format is not null || (_field?.Kind.IsDate() ?? false) || _field?.Kind == FieldKind.Boolean;

    private void AsString(Utf8JsonWriter writer, string name, double value) =>
        writer.WriteString(name + "_as_string", BucketKeys.FormatNumber(_field, aggregation.Source.Format, value));

    private void WriteExtended(Utf8JsonWriter writer)
    {
        var any = _count > 0;
        var (variance, mean) = (Variance, _sum / _count);
        double? sampling = _count > 1 ? Math.Max(0, (_squares - (_sum * _sum / _count)) / (_count - 1)) : any ? double.NaN : null;
        Numbers.Write(writer, "sum_of_squares", any ? _squares : null);
        Numbers.Write(writer, "variance", any ? variance : null);
        Numbers.Write(writer, "variance_population", any ? variance : null);
        Numbers.Write(writer, "variance_sampling", sampling);
        Numbers.Write(writer, "std_deviation", any ? Math.Sqrt(variance) : null);
        Numbers.Write(writer, "std_deviation_population", any ? Math.Sqrt(variance) : null);
        Numbers.Write(writer, "std_deviation_sampling", sampling is { } value ? Math.Sqrt(value) : null);
        writer.WriteStartObject("std_deviation_bounds");
        foreach (var (suffix, deviation) in new (string, double?)[] { ("", Math.Sqrt(variance)), ("_population", Math.Sqrt(variance)), ("_sampling", sampling is { } of ? Math.Sqrt(of) : null) })
        {
            Numbers.Write(writer, "upper" + suffix, any ? mean + (aggregation.Sigma * deviation) : null);
            Numbers.Write(writer, "lower" + suffix, any ? mean - (aggregation.Sigma * deviation) : null);
        }

        writer.WriteEndObject();
    }
}

using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Aggregations.Pipelines;

/// <summary><c>derivative</c>: by how much a bucket's value differs from the one before; with <c>unit</c> also per unit of time.</summary>
internal sealed class Derivative : ParentPipeline
{
    /// <summary>Milliseconds of the unit; 0 where none is asked for.</summary>
    private double _unit;

    public static Derivative Parse(string name, string type, JsonElement body)
    {
        var derivative = new Derivative { Name = name, Type = type };
        derivative.Parse(body);
        derivative.RequirePath();
        return derivative;
    }

    protected override bool Take(string name, JsonElement value)
    {
        if (name != "unit")
        {
            return TakeShared(name, value);
        }

        var text = value.Text() ?? "";
        _unit = CalendarUnits.ParseInterval(text) is { } unit ? CalendarUnits.EstimatedMillis(unit) : Durations.Parse(text, name).TotalMilliseconds;
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
        (double Key, double Value)? last = null;
        foreach (var bucket in buckets.Buckets)
        {
            var value = PathValues.Of(bucket, steps, Gaps, Name);
            if (value is { } now && last is { } before)
            {
                var units = _unit > 0 ? (bucket.Key.Number - before.Key) / _unit : 0;
                bucket.Children.Add(Name, Meta, new DerivativeValue(now - before.Value, units, Format));
            }

            last = value is { } current ? (bucket.Key.Number, current) : null;
        }
    }
}

/// <summary>A difference, and what it is per unit of time.</summary>
internal sealed class DerivativeValue(double value, double units, ValueFormat format) : SimpleValue(value, format)
{
    private readonly double _value = value;
    private readonly ValueFormat _format = format;

    public override string TypedName => "derivative";

    public override double? Number(string name) => name == "normalized_value" ? Normalized : base.Number(name);

    private double Normalized => units > 0 ? _value / units : _value;

    public override void Write(Utf8JsonWriter writer, bool typedKeys)
    {
        base.Write(writer, typedKeys);
        if (units > 0)
        {
            WriteNumber(writer, "normalized_value", Normalized, _format);
        }
    }
}

using System.Globalization;
using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations.Metrics;

/// <summary><c>percentiles</c>: the values below which so many percent lie; <c>percentile_ranks</c>: how many percent lie below a value.</summary>
internal sealed class PercentilesAggregation(string type, ValueSource source) : MetricAggregation
{
    /// <summary>Each of these costs a walk over the digest.</summary>
    private const int KeyLimit = 10_000;

    private double _compression = 100;
    private int _digits = 3;
    private bool _isDigest;
    private bool _isHistogram;

    public override string TypedName => type;

    public override IEnumerable<ValueSource> Sources => [source];

    public override bool HasManyNumbers => true;

    public ValueSource Source => source;

    public bool IsRanks => type == "percentile_ranks";

    /// <summary>The percents, or the values to be ranked.</summary>
    public double[] Keys { get; private set; } = [1, 5, 25, 50, 75, 95, 99];

    public bool Keyed { get; private set; } = true;

    /// <summary>The name that typed_keys shows.</summary>
    public string ResultName => (_isHistogram ? "hdr_" : "tdigest_") + type;

    public static PercentilesAggregation Parse(string name, string type, JsonElement body)
    {
        var source = new ValueSource();
        var aggregation = new PercentilesAggregation(type, source) { Name = name };
        aggregation.Keys = aggregation.IsRanks ? [] : aggregation.Keys;
        foreach (var property in body.EnumerateObject())
        {
            if (!aggregation.Take(property.Name, property.Value))
            {
                source.TakeOrRefuse(type, property);
            }
        }

        source.Checked(type, numeric: true);
        return aggregation.Keys.Length == 0 ? throw Refuse.IllegalArgument($"[values] must not be an empty array: [{name}]") : aggregation;
    }

    public override bool HasNumber(string name) => double.TryParse(name, CultureInfo.InvariantCulture, out _);

    public override Collector NewCollector(AggregationScope scope) =>
        new PercentilesCollector(this, _isHistogram ? null : new TDigest(_compression), _isHistogram ? new HdrHistogram(_digits) : null);

    private bool Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "percents" when !IsRanks:
                Keys = ParseKeys(name, value);
                return true;
            case "values" when IsRanks:
                Keys = ParseKeys(name, value);
                return true;
            case "keyed":
                Keyed = value.Bool(name);
                return true;
            case "tdigest" or "hdr" when _isDigest || _isHistogram:
                throw Refuse.IllegalArgument("Only one percentiles method should be declared.");
            case "tdigest":
                _isDigest = true;
                TakeDigest(value);
                return true;
            case "hdr":
                _isHistogram = true;
                TakeHistogram(value);
                return true;
            default:
                return false;
        }
    }

    private double[] ParseKeys(string name, JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Number))
        {
            throw Refuse.ContentParse($"[{type}] {name} doesn't support values of type: {value.TokenName()}");
        }

        double[] keys = value.ValueKind == JsonValueKind.Number ? [value.Double(name)] : [.. value.EnumerateArray().Select(item => item.Double(name)).Order()];
        if (keys.Length is 0 or > KeyLimit)
        {
            throw Refuse.IllegalArgument($"[{name}] must not be an empty array, nor hold more than {KeyLimit}: [{Name}]");
        }

        var wrong = IsRanks ? -1 : Array.FindIndex(keys, key => key is not (>= 0 and <= 100));
        return wrong < 0 ? keys : throw Refuse.IllegalArgument($"percent must be in [0,100], got [{Numbers.Text(keys[wrong])}]: [{Name}]");
    }

    private void TakeDigest(JsonElement body)
    {
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "compression":
                    _compression = property.Value.Double(property.Name);
                    if (_compression < 0)
                    {
                        throw Refuse.IllegalArgument($"[compression] must be greater than or equal to 0. Found [{Numbers.Text(_compression)}]");
                    }

                    break;
                case "execution_hint":
                    if (property.Value.Text() is not ("default" or "high_accuracy"))
                    {
                        throw Refuse.IllegalArgument($"Invalid execution_hint [{property.Value.Text()}], valid values are [default, high_accuracy]");
                    }

                    break;
                default:
                    throw Refuse.ContentParse($"[tdigest] unknown field [{property.Name}]");
            }
        }
    }

    private void TakeHistogram(JsonElement body)
    {
        foreach (var property in body.EnumerateObject())
        {
            _digits = property.Name == "number_of_significant_value_digits" ? property.Value.Int(property.Name) : throw Refuse.ContentParse($"[hdr] unknown field [{property.Name}]");
            if (_digits is < 0 or > 5)
            {
                throw Refuse.IllegalArgument("[numberOfSignificantValueDigits] must be between 0 and 5");
            }
        }
    }
}

/// <summary>Gathers numbers for percentiles: in a t-digest or in a histogram.</summary>
internal sealed class PercentilesCollector(PercentilesAggregation aggregation, TDigest? digest, HdrHistogram? histogram) : NumbersCollector(aggregation.Source)
{
    protected override void Add(ReadOnlySpan<double> values)
    {
        digest?.Add(values);
        if (histogram is null)
        {
            return;
        }

        foreach (var value in values)
        {
            histogram.Add(value);
        }
    }

    private double Number(double key) => aggregation.IsRanks
        ? digest is null ? histogram!.PercentageAt(key) : digest.Rank(key) * 100
        : digest is null ? histogram!.ValueAt(key) : digest.Quantile(key / 100);

    public override double? Value(string? path) => double.TryParse(path, CultureInfo.InvariantCulture, out var key) ? Number(key) : null;

    public override IAggregationResult Finish() =>
        new NumbersResult(aggregation.ResultName, aggregation.Keys, Array.ConvertAll(aggregation.Keys, Number), aggregation.Keyed, Format);
}

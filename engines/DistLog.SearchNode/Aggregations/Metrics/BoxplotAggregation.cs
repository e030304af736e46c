using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations.Metrics;

/// <summary><c>boxplot</c>: the ends, the quartiles, and the whiskers within 1.5 times the distance of the outer quartiles.</summary>
internal sealed class BoxplotAggregation(ValueSource source, double compression) : MetricAggregation
{
    private static readonly string[] Names = ["min", "max", "q1", "q2", "q3", "lower", "upper"];

    public override string TypedName => "boxplot";

    public override IEnumerable<ValueSource> Sources => [source];

    public override bool HasManyNumbers => true;

    public override bool HasNumber(string name) => Names.Contains(name);

    public static BoxplotAggregation Parse(string name, JsonElement body)
    {
        var (source, compression) = (new ValueSource(), 100.0);
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "compression":
                    compression = property.Value.Double(property.Name) is >= 0 and var given
                        ? given
                        : throw Refuse.IllegalArgument($"[compression] must be greater than or equal to 0. Found [{property.Value.Text()}] in [{name}]");
                    break;
                case "execution_hint":
                    break;
                default:
                    source.TakeOrRefuse("boxplot", property);
                    break;
            }
        }

        return new BoxplotAggregation(source.Checked("boxplot", numeric: true), compression) { Name = name };
    }

    public override Collector NewCollector(AggregationScope scope) => new BoxplotCollector(source, compression);

    /// <summary>Gathers the values.</summary>
    private sealed class BoxplotCollector(ValueSource source, double compression) : NumbersCollector(source)
    {
        private readonly TDigest _digest = new(compression);

        protected override void Add(ReadOnlySpan<double> values) => _digest.Add(values);

        private double Number(string name) => name switch
        {
            "min" => _digest.Min,
            "max" => _digest.Max,
            "q1" => _digest.Quantile(0.25),
            "q2" => _digest.Quantile(0.5),
            "q3" => _digest.Quantile(0.75),
            _ => Whisker(name == "upper"),
        };

        private double Whisker(bool upper)
        {
            if (_digest.Count == 0)
            {
                return double.NaN;
            }

            var (low, high) = (_digest.Quantile(0.25), _digest.Quantile(0.75));
            var reach = 1.5 * (high - low);
            var inside = _digest.Centroids().Select(centroid => centroid.Mean).Where(mean => mean >= low - reach && mean <= high + reach);
            return upper ? inside.LastOrDefault(_digest.Max) : inside.FirstOrDefault(_digest.Min);
        }

        public override double? Value(string? path) => path is not null && Names.Contains(path) ? Number(path) : null;

        public override IAggregationResult Finish() => new BoxplotResult(Names, Array.ConvertAll(Names, Number), Format);
    }

    /// <summary>The seven numbers of a box plot; of no values they aren't finite.</summary>
    private sealed class BoxplotResult(string[] names, double[] values, ValueFormat format) : IMetricResult
    {
        public string TypedName => "boxplot";

        public bool HasManyNumbers => true;

        public double? Number(string name) => Array.IndexOf(names, name) is >= 0 and var at ? values[at] : null;

        public void Write(Utf8JsonWriter writer, bool typedKeys)
        {
            for (var i = 0; i < names.Length; i++)
            {
                Numbers.Write(writer, names[i], values[i]);
            }

            for (var i = 0; i < names.Length && !format.IsRaw; i++)
            {
                writer.WriteString(names[i] + "_as_string", double.IsFinite(values[i]) ? format.Text(values[i]) : Numbers.Text(values[i]));
            }
        }
    }
}

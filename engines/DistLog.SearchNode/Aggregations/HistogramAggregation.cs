using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary><c>histogram</c>: a bucket for each interval of numbers.</summary>
internal sealed class HistogramAggregation : Aggregation
{
    public override string TypedName => "histogram";

    public override bool HasManyBuckets => true;

    public ValueSource Source { get; } = new();

    public double Interval { get; private set; }

    public double Offset { get; private set; }

    public int MinDocCount { get; private set; }

    public bool Keyed { get; private set; }

    public List<BucketOrder> Order { get; private set; } = [new("_key", false)];

    public (double? Min, double? Max) ExtendedBounds { get; private set; }

    public (double? Min, double? Max) HardBounds { get; private set; }

    public static HistogramAggregation Parse(string name, JsonElement body)
    {
        var aggregation = new HistogramAggregation { Name = name };
        foreach (var property in body.EnumerateObject())
        {
            if (!aggregation.Source.Take(property.Name, property.Value))
            {
                aggregation.Take(property.Name, property.Value);
            }
        }

        aggregation.Source.Checked();
        return aggregation.Interval > 0 ? aggregation : throw Refuse.IllegalArgument("[interval] must be >0 for histogram aggregation [" + name + "]");
    }

    public override Collector NewCollector(AggregationScope scope) => new HistogramCollector(this, scope);

    private void Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "interval":
                Interval = value.Double(name);
                break;
            case "offset":
                Offset = value.Double(name);
                break;
            case "min_doc_count":
                MinDocCount = value.Int(name);
                break;
            case "keyed":
                Keyed = value.Bool(name);
                break;
            case "order":
                Order = BucketOrder.Parse(value);
                break;
            case "extended_bounds":
                ExtendedBounds = Bounds(value);
                break;
            case "hard_bounds":
                HardBounds = Bounds(value);
                break;
            default:
                throw Refuse.ContentParse($"[histogram] unknown field [{name}]");
        }
    }

    private static (double? Min, double? Max) Bounds(JsonElement value) =>
        (value.TryGetProperty("min", out var min) ? min.Double("min") : null, value.TryGetProperty("max", out var max) ? max.Double("max") : null);
}

/// <summary>Counts by interval of numbers.</summary>
internal sealed class HistogramCollector(HistogramAggregation aggregation, AggregationScope scope) : Collector
{
    private readonly Dictionary<double, Bucket> _buckets = [];
    private FieldRef? _field;

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        _field ??= aggregation.Source.In(block.Index, "histogram", numeric: true);
        var column = block.Column(aggregation.Source.Field);
        double? missing = aggregation.Source.Missing is { } text && double.TryParse(text, out var number) ? number : null;
        var touched = new HashSet<Bucket>();
        foreach (var row in rows)
        {
            var (first, end) = (0, 0);
            column?.Values(row, out first, out end);
            if (first == end && missing is { } stand)
            {
                Add(stand, row, touched);
            }

            for (var value = first; value < end; value++)
            {
                // A document counts once in a bucket, however many of its values fall into it.
                var found = Number(column!, value);
                if (!Enumerable.Range(first, value - first).Any(before => Floor(Number(column!, before)) == Floor(found)))
                {
                    Add(found, row, touched);
                }
            }
        }

        foreach (var bucket in touched)
        {
            bucket.Flush(block);
        }
    }

    private static double Number(Column column, int value) => column is LongColumn longs ? longs.Numbers[value] : ((DoubleColumn)column).Numbers[value];

    private double Floor(double number) => (Math.Floor((number - aggregation.Offset) / aggregation.Interval) * aggregation.Interval) + aggregation.Offset;

    private void Add(double number, int row, HashSet<Bucket> touched)
    {
        var key = Floor(number);
        if (key < aggregation.HardBounds.Min || key > aggregation.HardBounds.Max)
        {
            return;
        }

        if (!_buckets.TryGetValue(key, out var bucket))
        {
            _buckets[key] = bucket = new Bucket(aggregation.Children, scope);
        }

        bucket.Add(row);
        touched.Add(bucket);
    }

    private void FillGaps()
    {
        var low = _buckets.Count == 0 ? double.PositiveInfinity : _buckets.Keys.Min();
        var high = _buckets.Count == 0 ? double.NegativeInfinity : _buckets.Keys.Max();
        low = Math.Min(low, aggregation.ExtendedBounds.Min is { } min ? Floor(min) : low);
        high = Math.Max(high, aggregation.ExtendedBounds.Max is { } max ? Floor(max) : high);
        if (aggregation.MinDocCount > 0 || !double.IsFinite(low) || !double.IsFinite(high))
        {
            return;
        }

        var steps = (high - low) / aggregation.Interval;
        scope.Budget.Write(steps > BucketBudget.DefaultLimit * 16L ? long.MaxValue : 0);
        for (var step = 0; step <= steps; step++)
        {
            var key = Floor(low + (step * aggregation.Interval) + (aggregation.Interval / 2));
            _buckets.TryAdd(key, new Bucket(aggregation.Children, scope));
        }
    }

    public override IAggregationResult Finish()
    {
        FillGaps();
        var buckets = _buckets.Where(pair => pair.Value.Count >= aggregation.MinDocCount).Select(pair => (pair.Key, pair.Value)).ToList();
        BucketOrder.Sort(buckets, aggregation.Order, Comparer<double>.Default.Compare);
        scope.Budget.Write(buckets.Count);
        var format = aggregation.Source.FormatOf(_field);
        return new BucketsResult("histogram", buckets.ConvertAll(entry => entry.Value.Finish(new DoubleKey(entry.Key, format.IsRaw ? null : format.Text(entry.Key))))) { Keyed = aggregation.Keyed };
    }
}

using DistLog.SearchNode.Aggregations.Metrics;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary>Counts by interval of numbers. A bucket's place is the number of its interval, so that neighbours are told without rounding.</summary>
internal sealed class HistogramCollector(HistogramAggregation aggregation, AggregationScope scope) : Collector
{
    private readonly Dictionary<double, Bucket> _buckets = [];
    private readonly HashSet<Bucket> _touched = [];
    private FieldRef? _field = aggregation.Source.Seen;

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        _field ??= aggregation.Source.In(block.Index);
        var values = NumberReader.Of(aggregation.Source, block);
        foreach (var row in rows)
        {
            for (var i = 0; i < values.Count(row); i++)
            {
                var place = PlaceOf(values.Number(row, i));
                if (!IsRepeated(values, row, i, place))
                {
                    Add(place, row);
                }
            }
        }

        foreach (var bucket in _touched)
        {
            bucket.Flush(block);
        }

        _touched.Clear();
    }

    private double PlaceOf(double number) => Math.Floor((number - aggregation.Offset) / aggregation.Interval);

    private double KeyOf(double place) => (place * aggregation.Interval) + aggregation.Offset;

    /// <summary>A document counts once in a bucket, however many of its values fall into it.</summary>
    private bool IsRepeated(in NumberReader values, int row, int which, double place)
    {
        for (var before = 0; before < which; before++)
        {
            if (PlaceOf(values.Number(row, before)) == place)
            {
                return true;
            }
        }

        return false;
    }

    private void Add(double place, int row)
    {
        var unmoved = place * aggregation.Interval;
        if (unmoved < aggregation.HardBounds.Min || unmoved > aggregation.HardBounds.Max)
        {
            return;
        }

        if (!_buckets.TryGetValue(place, out var bucket))
        {
            _buckets[place] = bucket = new Bucket(aggregation.Children, scope);
        }

        bucket.Add(row);
        if (bucket.Children is not null)
        {
            _touched.Add(bucket);
        }
    }

    /// <summary>Intervals without documents between the first and the last, and out to the extended bounds.</summary>
    private void FillGaps()
    {
        var (low, high) = _buckets.Count == 0 ? (double.PositiveInfinity, double.NegativeInfinity) : (_buckets.Keys.Min(), _buckets.Keys.Max());
        var bounds = aggregation.ExtendedBounds;
        low = bounds.Min is { } min ? Math.Min(low, PlaceOf(min)) : low;
        high = bounds.Max is { } max ? Math.Max(high, PlaceOf(max)) : high;
        if (aggregation.MinDocCount > 0 || !double.IsFinite(low) || !double.IsFinite(high))
        {
            return;
        }

        scope.Budget.AllowGiven(high - low + 1);
        for (var place = low; place <= high; place++)
        {
            if (!_buckets.ContainsKey(place))
            {
                _buckets[place] = new Bucket(aggregation.Children, scope);
            }
        }
    }

    public override IAggregationResult Finish()
    {
        FillGaps();
        var buckets = _buckets.Where(pair => pair.Value.Count >= aggregation.MinDocCount).Select(pair => (pair.Key, pair.Value)).ToList();
        BucketOrder.Sort(buckets, aggregation.Order, Comparer<double>.Default.Compare);
        scope.Budget.Write(buckets.Count);
        var format = aggregation.Source.FormatOf(_field);
        return new BucketsResult("histogram", buckets.ConvertAll(entry => entry.Value.Finish(Key(KeyOf(entry.Key), format)))) { Keyed = aggregation.Keyed };
    }

    private static DoubleKey Key(double key, ValueFormat format) => new(key, format.IsRaw ? null : format.Text(key));
}

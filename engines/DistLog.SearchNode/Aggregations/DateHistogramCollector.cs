using System.Buffers;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Counts by interval. Rows mostly come in order of time, so the bucket of the row before is looked at first.</summary>
internal sealed class DateHistogramCollector(DateHistogramAggregation aggregation, AggregationScope scope) : Collector
{
    private readonly Dictionary<long, Bucket> _buckets = [];
    private FieldRef? _field = aggregation.Source.Seen;
    private (long Low, long High)? _hard;
    private long _lastFrom = long.MaxValue;
    private long _lastTo = long.MinValue;
    private Bucket? _last;

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        var field = aggregation.Source.In(block.Index);
        _field ??= field;
        var missing = aggregation.Source.Missing is { } text ? FieldMillis(text) : (long?)null;
        if (field is not null && TryCollectWhole(block, field, rows))
        {
            return;
        }

        if (block.Column(aggregation.Source.Field) is not LongColumn column)
        {
            BucketOf(missing)?.Collect(block, rows);
            return;
        }

        var nanos = field!.Kind == FieldKind.DateNanos;
        if (column.IsMultiValued)
        {
            CollectMultiple(block, column, rows, missing, nanos);
        }
        else
        {
            Deal(block, column, rows, missing, nanos);
        }
    }

    /// <summary>A block all of whose rows fall into one interval, as its bounds tell without the column; false where they don't.</summary>
    private bool TryCollectWhole(BlockContext block, FieldRef field, ReadOnlySpan<int> rows)
    {
        if (block.Block.Bounds(field.Field) is not { } bounds || block.Block.Facts(field.Field) is not { IsDense: true })
        {
            return false;
        }

        var (low, high) = field.Kind == FieldKind.DateNanos ? (Instant.FromNanos(bounds.Low).Millis, Instant.FromNanos(bounds.High).Millis) : bounds;
        if (Floor(low) != Floor(high))
        {
            return false;
        }

        BucketOf(low)?.Collect(block, rows);
        return true;
    }

    /// <summary>Each row has one value at most: it belongs to one bucket.</summary>
    private void Deal(BlockContext block, LongColumn column, ReadOnlySpan<int> rows, long? missing, bool nanos)
    {
        var groups = ArrayPool<ushort>.Shared.Rent(rows.Length);
        var (buckets, numbers) = (new List<Bucket>(), new Dictionary<Bucket, ushort>());
        var (last, group) = ((Bucket?)null, ushort.MaxValue);
        for (var i = 0; i < rows.Length; i++)
        {
            var bucket = BucketOf(column.HasValue(rows[i]) ? Millis(column, rows[i], nanos) : missing);
            if (bucket != last)
            {
                (last, group) = (bucket, NumberOf(bucket, buckets, numbers));
            }

            groups[i] = group;
        }

        RowGroups.Deal(block, rows, groups.AsSpan(0, rows.Length), buckets.Count, number => buckets[number], !aggregation.Children.IsEmpty);
        ArrayPool<ushort>.Shared.Return(groups);
    }

    private static ushort NumberOf(Bucket? bucket, List<Bucket> buckets, Dictionary<Bucket, ushort> numbers)
    {
        if (bucket is null)
        {
            return ushort.MaxValue;
        }

        if (!numbers.TryGetValue(bucket, out var number))
        {
            numbers[bucket] = number = (ushort)buckets.Count;
            buckets.Add(bucket);
        }

        return number;
    }

    private void CollectMultiple(BlockContext block, LongColumn column, ReadOnlySpan<int> rows, long? missing, bool nanos)
    {
        var touched = new HashSet<Bucket>();
        foreach (var row in rows)
        {
            column.Values(row, out var first, out var end);
            if (first == end)
            {
                Add(BucketOf(missing), row, touched);
            }

            for (var value = first; value < end; value++)
            {
                if (value == first || !SharesBucket(column, first, value, nanos))
                {
                    Add(BucketOf(Millis(column, value, nanos)), row, touched);
                }
            }
        }

        foreach (var bucket in touched)
        {
            bucket.Flush(block);
        }
    }

    private static long Millis(LongColumn column, int value, bool nanos) =>
        nanos ? Instant.FromNanos(column.Numbers[value]).Millis : column.Numbers[value];

    /// <summary>A document counts once in a bucket, however many of its values fall into it.</summary>
    private bool SharesBucket(LongColumn column, int first, int value, bool nanos)
    {
        for (var before = first; before < value; before++)
        {
            if (Floor(Millis(column, before, nanos)) == Floor(Millis(column, value, nanos)))
            {
                return true;
            }
        }

        return false;
    }

    private static void Add(Bucket? bucket, int row, HashSet<Bucket> touched)
    {
        bucket?.Add(row);
        if (bucket?.Children is not null)
        {
            touched.Add(bucket);
        }
    }

    /// <summary>The bucket of a time; null for none, and outside of the hard bounds.</summary>
    private Bucket? BucketOf(long? millis)
    {
        if (millis is not { } time)
        {
            return null;
        }

        if (time < _lastFrom || time >= _lastTo)
        {
            FindBucket(time);
        }

        return _last;
    }

    private void FindBucket(long millis)
    {
        var start = Floor(millis);
        if (IsOutside(start))
        {
            (_last, _lastFrom, _lastTo) = (null, millis, millis + 1);
            return;
        }

        if (!_buckets.TryGetValue(start, out _last))
        {
            _buckets[start] = _last = new Bucket(aggregation.Children, scope);
        }

        (_lastFrom, _lastTo) = (start, Next(start));
    }

    private bool IsOutside(long start)
    {
        _hard ??= Bounds("hard_bounds", aggregation.HardBounds);
        return start < _hard.Value.Low || start >= _hard.Value.High;
    }

    private long Floor(long millis) => aggregation.Rounding.Floor(millis);

    private long Next(long start) => aggregation.Rounding.Next(start);

    private long FieldMillis(string text) =>
        DateMath.Parse(text, aggregation.Source.Format is { } format ? DateFormat.Parse(format + "||" + DateFormat.Default.Text) : _field?.Field.DateFormat ?? DateFormat.Default, scope.Now, false, aggregation.Rounding.Zone).Millis;

    private (long Low, long High) Bounds(string name, (string? Min, string? Max) texts)
    {
        var low = texts.Min is { } min ? FieldMillis(min) : long.MinValue;
        var high = texts.Max is { } max ? FieldMillis(max) : long.MaxValue;
        return low > high ? throw aggregation.WrongBounds(name, low, high) : (low, high);
    }

    /// <summary>Intervals without documents between the first and the last, and out to the extended bounds.</summary>
    private void FillGaps()
    {
        if (aggregation.MinDocCount > 0)
        {
            return;
        }

        var (low, high) = _buckets.Count == 0 ? (long.MaxValue, long.MinValue) : (_buckets.Keys.Min(), _buckets.Keys.Max());
        var bounds = Bounds("extended_bounds", aggregation.ExtendedBounds);
        low = aggregation.ExtendedBounds.Min is null ? low : Math.Min(low, BoundStart(bounds.Low));
        high = aggregation.ExtendedBounds.Max is null ? high : Math.Max(high, BoundStart(bounds.High));
        if (low == long.MaxValue || high == long.MinValue)
        {
            return;
        }

        for (var start = low; start <= high; start = Next(start))
        {
            if (!_buckets.ContainsKey(start))
            {
                scope.Budget.AllowGiven(_buckets.Count + 1);
                _buckets[start] = new Bucket(aggregation.Children, scope);
            }
        }
    }

    /// <summary>Bounds are cut without the offset, which then moves them as all starts.</summary>
    private long BoundStart(long bound) => aggregation.Rounding.FloorUnmoved(bound) + aggregation.Rounding.Offset;

    public override IAggregationResult Finish()
    {
        FillGaps();
        var buckets = _buckets.Where(pair => pair.Value.Count >= aggregation.MinDocCount).Select(pair => (pair.Key, pair.Value)).ToList();
        BucketOrder.Sort(buckets, aggregation.Order, Comparer<long>.Default.Compare);
        scope.Budget.Write(buckets.Count);
        var format = ValueFormat.OfDates(_field, aggregation.Source.Format, aggregation.Rounding.Zone);
        return new BucketsResult("date_histogram", buckets.ConvertAll(entry => entry.Value.Finish(new LongKey(entry.Key, format.IsRaw ? null : format.Text(entry.Key))))) { Keyed = aggregation.Keyed };
    }
}

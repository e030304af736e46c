using DistLog.SearchNode.Aggregations.Metrics;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary>
/// Counts by the finest unit that doesn't make too many buckets, going over to the next one when it does. What is inside is collected
/// when the final buckets are known.
/// </summary>
internal sealed class AutoDateHistogramCollector(AutoDateHistogramAggregation aggregation, AggregationScope scope) : Collector
{
    private readonly TimeUnits[] _units = aggregation.Units();
    private readonly DeferredRows? _rows = aggregation.Children.IsEmpty ? null : new DeferredRows();
    private SortedDictionary<long, long> _counts = [];
    private FieldRef? _field = aggregation.Source.Seen;
    private int _unit;

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        var field = aggregation.Source.In(block.Index);
        _field ??= field;
        _rows?.Add(block, rows);
        var values = NumberReader.Of(aggregation.Source, block);
        foreach (var row in rows)
        {
            for (var i = 0; i < values.Count(row); i++)
            {
                var start = StartOf((long)values.Number(row, i));
                if (!IsRepeated(values, row, i, start))
                {
                    Count(start);
                }
            }
        }
    }

    private TimeUnits Unit => _units[_unit];

    private long StartOf(long moment) => Unit.Rounding.Floor(moment);

    private bool IsRepeated(in NumberReader values, int row, int which, long start)
    {
        for (var before = 0; before < which; before++)
        {
            if (StartOf((long)values.Number(row, before)) == start)
            {
                return true;
            }
        }

        return false;
    }

    private void Count(long start)
    {
        _counts[start] = _counts.GetValueOrDefault(start) + 1;
        while (_unit < _units.Length - 1 && _counts.Count > aggregation.Buckets * Unit.Multiples[^1])
        {
            Coarsen(_unit + 1);
        }
    }

    private void Coarsen(int unit)
    {
        _unit = unit;
        var coarse = new SortedDictionary<long, long>();
        foreach (var (start, count) in _counts)
        {
            var joined = StartOf(start);
            coarse[joined] = coarse.GetValueOrDefault(joined) + count;
        }

        _counts = coarse;
    }

    /// <summary>The starts of all units from the first to the last document, by a unit that makes few enough of them.</summary>
    private List<long> Starts()
    {
        while (true)
        {
            var starts = new List<long>();
            var (start, last) = (_counts.Keys.First(), _counts.Keys.Last());
            var limit = (long)aggregation.Buckets * Unit.Multiples[^1];
            // The coarsest unit has no next one, and is given out whatever its number.
            var isLast = _unit == _units.Length - 1;
            for (; start <= last && (isLast || starts.Count <= limit); start = Unit.Rounding.Next(start))
            {
                scope.Budget.Allow(starts.Count);
                starts.Add(start);
            }

            if (isLast || starts.Count <= limit)
            {
                return starts;
            }

            Coarsen(_unit + 1);
        }
    }

    public override IAggregationResult Finish()
    {
        var format = ValueFormat.OfDates(_field, aggregation.Source.Format, aggregation.Zone);
        List<ResultBucket> results = [];
        var multiple = 1;
        if (_counts.Count > 0)
        {
            var starts = Starts();
            multiple = Array.Find(Unit.Multiples, number => (starts.Count + number - 1) / number <= aggregation.Buckets) is > 0 and var found && starts.Count > aggregation.Buckets ? found : 1;
            results = [.. Fill(starts, multiple).Select((bucket, place) => bucket.Finish(new LongKey(starts[place * multiple], format.Text(starts[place * multiple]))))];
        }

        scope.Budget.Write(results.Count);
        var interval = $"{multiple}{Unit.Abbreviation}";
        return new BucketsResult("auto_date_histogram", results) { WriteAfter = writer => writer.WriteString("interval", interval) };
    }

    /// <summary>The final buckets; a document counts once in each.</summary>
    private Bucket[] Fill(List<long> starts, int multiple)
    {
        var buckets = new Bucket[(starts.Count + multiple - 1) / multiple];
        for (var i = 0; i < buckets.Length; i++)
        {
            buckets[i] = new Bucket(aggregation.Children, scope);
        }

        if (_rows is null)
        {
            for (var i = 0; i < starts.Count; i++)
            {
                buckets[i / multiple].AddCount(_counts.GetValueOrDefault(starts[i]));
            }

            return buckets;
        }

        _rows.Replay((block, rows) => Fill(block, rows, starts, multiple, buckets));
        return buckets;
    }

    private void Fill(BlockContext block, int[] rows, List<long> starts, int multiple, Bucket[] buckets)
    {
        var values = NumberReader.Of(aggregation.Source, block);
        foreach (var row in rows)
        {
            var last = -1;
            for (var i = 0; i < values.Count(row); i++)
            {
                var place = starts.BinarySearch(StartOf((long)values.Number(row, i))) / multiple;
                if (place != last)
                {
                    buckets[place].Add(row);
                }

                last = place;
            }
        }

        foreach (var bucket in buckets)
        {
            bucket.Flush(block);
        }
    }
}

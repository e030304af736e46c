using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary>Counts by ranges of numbers or dates.</summary>
internal sealed class RangeCollector(RangeAggregation aggregation, AggregationScope scope) : Collector
{
    private readonly Bucket[] _buckets = [.. aggregation.Ranges.Select(_ => new Bucket(aggregation.Children, scope))];
    private FieldRef? _field = aggregation.Source.Seen;
    private (double From, double To)[]? _bounds;

    /// <summary>The bounds as precisely as the field under way holds its numbers.</summary>
    private (double From, double To)[] _tests = [];

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        var field = aggregation.Source.In(block.Index);
        if (_field is null && field is not null)
        {
            // The field's own format reads the bounds, as soon as an index has the field.
            (_field, _bounds) = (field, null);
        }

        _bounds ??= Bounds();
        _tests = field is null || !field.Kind.IsFractional()
            ? _bounds
            : Array.ConvertAll(_bounds, bound => (NumericPrecision.Round(field.Field, bound.From), NumericPrecision.Round(field.Field, bound.To)));
        double? missing = aggregation.Source.Missing is { } text ? Format.Parse(text, scope.Now) : null;
        var column = block.Column(aggregation.Source.Field);
        foreach (var row in rows)
        {
            var (first, end) = (0, 0);
            column?.Values(row, out first, out end);
            for (var range = 0; range < _buckets.Length; range++)
            {
                if (first == end ? missing is { } stand && IsIn(range, stand) : AnyIn(range, column!, field!.Kind, first, end))
                {
                    _buckets[range].Add(row);
                }
            }
        }

        foreach (var bucket in _buckets)
        {
            bucket.Flush(block);
        }
    }

    private ValueFormat Format => aggregation.IsDate
        ? ValueFormat.OfDates(_field, aggregation.Source.Format, aggregation.Zone)
        : aggregation.Source.FormatOf(_field);

    private (double From, double To)[] Bounds()
    {
        var format = Format;
        return [.. aggregation.Ranges.Select(range => (
            range.From is { } from ? format.Parse(from, scope.Now) : double.NegativeInfinity,
            range.To is { } to ? format.Parse(to, scope.Now) : double.PositiveInfinity))];
    }

    private bool AnyIn(int range, Column column, FieldKind kind, int first, int end)
    {
        for (var value = first; value < end; value++)
        {
            var number = column is LongColumn longs ? BucketKeys.Millis(kind, longs.Numbers[value]) : ((DoubleColumn)column).Numbers[value];
            if (IsIn(range, number))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsIn(int range, double number) => number >= _tests[range].From && number < _tests[range].To;

    public override IAggregationResult Finish()
    {
        var bounds = _bounds ?? Bounds();
        var buckets = Enumerable.Range(0, _buckets.Length).OrderBy(range => bounds[range].From).ThenBy(range => bounds[range].To)
            .Select(range => _buckets[range].Finish(new RangeKey(aggregation.Ranges[range].Key, bounds[range].From, bounds[range].To, Format))).ToList();
        scope.Budget.Write(buckets.Count);
        return new BucketsResult(aggregation.TypedName, buckets) { Keyed = aggregation.Keyed };
    }
}

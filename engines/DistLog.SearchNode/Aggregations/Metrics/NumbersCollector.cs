using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Metrics;

/// <summary>Reads a field's numbers, block by block, and hands them on by the hundreds.</summary>
internal abstract class NumbersCollector(ValueSource source) : Collector
{
    /// <summary>Numbers that are handed on at once: 4 KiB of stack.</summary>
    private const int Batch = 512;

    /// <summary>The field, as soon as an index that has it was seen.</summary>
    protected FieldRef? Field => source.Seen;

    protected ValueFormat Format => source.FormatOf(Field);

    protected abstract void Add(ReadOnlySpan<double> values);

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        var field = source.In(block.Index);
        double? missing = source.Missing is { } text ? source.FormatOf(source.TypeOf(field)).Parse(text, block.Index.Query.Now) : null;
        switch (block.Column(source.Field))
        {
            case LongColumn longs:
                CollectLongs(longs, field!.Kind == FieldKind.DateNanos, missing, rows);
                break;
            case DoubleColumn doubles:
                CollectDoubles(doubles, missing, rows);
                break;
            default:
                CollectMissing(missing, rows);
                break;
        }
    }

    private void CollectLongs(LongColumn column, bool nanos, double? missing, ReadOnlySpan<int> rows)
    {
        Span<double> batch = stackalloc double[Batch];
        var count = 0;
        foreach (var row in rows)
        {
            column.Values(row, out var first, out var end);
            if (first == end && missing is { } stand)
            {
                Put(batch, ref count, stand);
            }

            for (var value = first; value < end; value++)
            {
                Put(batch, ref count, nanos ? Instant.FromNanos(column.Numbers[value]).Millis : column.Numbers[value]);
            }
        }

        Add(batch[..count]);
    }

    private void CollectDoubles(DoubleColumn column, double? missing, ReadOnlySpan<int> rows)
    {
        Span<double> batch = stackalloc double[Batch];
        var count = 0;
        foreach (var row in rows)
        {
            column.Values(row, out var first, out var end);
            if (first == end && missing is { } stand)
            {
                Put(batch, ref count, stand);
            }

            for (var value = first; value < end; value++)
            {
                Put(batch, ref count, column.Numbers[value]);
            }
        }

        Add(batch[..count]);
    }

    private void CollectMissing(double? missing, ReadOnlySpan<int> rows)
    {
        if (missing is not { } stand)
        {
            return;
        }

        Span<double> batch = stackalloc double[Batch];
        var count = 0;
        foreach (var _ in rows)
        {
            Put(batch, ref count, stand);
        }

        Add(batch[..count]);
    }

    private void Put(Span<double> batch, ref int count, double value)
    {
        if (count == Batch)
        {
            Add(batch);
            count = 0;
        }

        batch[count++] = value;
    }
}

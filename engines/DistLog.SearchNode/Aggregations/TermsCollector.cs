using System.Buffers;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Counts by term. A block's dictionary gives each of its terms a bucket once, so that most rows cost an array access.</summary>
internal sealed partial class TermsCollector(TermsAggregation aggregation, AggregationScope scope) : Collector
{
    private readonly Utf8Map<(byte[] Key, Bucket Bucket)> _strings = new();
    private readonly Dictionary<long, Bucket> _longs = [];
    private readonly Dictionary<double, Bucket> _doubles = [];
    private FieldRef? _field = aggregation.Source.Seen;

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        var field = aggregation.Source.In(block.Index);
        var type = aggregation.Source.TypeOf(field);
        Unite(type);
        _field ??= type;
        if (TryCountWhole(block, field, rows))
        {
            return;
        }

        switch (block.Column(aggregation.Source.Field))
        {
            case DictionaryColumn dictionary:
                CollectDictionary(block, dictionary, rows);
                break;
            case StringColumn strings:
                CollectStrings(block, strings.Raw, rows);
                break;
            case LongColumn longs:
                CollectLongs(block, longs, field!.Kind, rows);
                break;
            case DoubleColumn doubles:
                CollectDoubles(block, doubles, rows);
                break;
            default:
                CollectConstant(block, type, rows);
                break;
        }
    }

    private void CollectDictionary(BlockContext block, DictionaryColumn column, ReadOnlySpan<int> rows)
    {
        var missing = MissingString() is { } bytes ? StringBucket(bytes) : null;
        if (column.IsMultiValued)
        {
            CollectMultiple(block, column, rows, missing);
        }
        else
        {
            Deal(block, column, rows, missing);
        }
    }

    /// <summary>All rows of a block: it is known how often it has each term, and the column isn't needed.</summary>
    private bool TryCountWhole(BlockContext block, FieldRef? field, ReadOnlySpan<int> rows)
    {
        if (rows.Length != block.Block.Rows || !aggregation.Children.IsEmpty || field is null || field.Kind == FieldKind.Flattened
            || block.Block.Facts(field.Field) is not { Terms: { } terms } facts)
        {
            return false;
        }

        for (var term = 0; term < facts.TermCounts.Length; term++)
        {
            if (facts.TermCounts[term] > 0)
            {
                StringBucket(terms[term])?.AddCount(facts.TermCounts[term]);
            }
        }

        if (!facts.IsDense && MissingString() is { } missing)
        {
            StringBucket(missing)?.AddCount(rows.Length - facts.TermCounts.Sum());
        }

        return true;
    }

    /// <summary>Each row belongs to one term; those without one to the term after the last.</summary>
    private void Deal(BlockContext block, DictionaryColumn column, ReadOnlySpan<int> rows, Bucket? missing)
    {
        var terms = column.TermCount;
        var groups = ArrayPool<ushort>.Shared.Rent(rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            groups[i] = column.HasValue(rows[i]) ? column.Ordinals[rows[i]] : (ushort)terms;
        }

        RowGroups.Deal(block, rows, groups.AsSpan(0, rows.Length), terms + 1, term => term == terms ? missing : StringBucket(column.Term(term)), !aggregation.Children.IsEmpty);
        ArrayPool<ushort>.Shared.Return(groups);
    }

    private void CollectMultiple(BlockContext block, DictionaryColumn column, ReadOnlySpan<int> rows, Bucket? missing)
    {
        var buckets = new Bucket?[column.TermCount];
        foreach (var row in rows)
        {
            column.Values(row, out var first, out var end);
            if (first == end)
            {
                missing?.Add(row);
            }

            for (var value = first; value < end; value++)
            {
                var ordinal = column.Ordinals[value];
                if (value == first || !Repeats(column.Ordinals, first, value))
                {
                    (buckets[ordinal] ??= StringBucket(column.Term(ordinal)) ?? Ignored).Add(row);
                }
            }
        }

        FlushAll(block, [.. buckets.OfType<Bucket>(), .. missing is null ? [] : (Bucket[])[missing]]);
    }

    private static bool Repeats(ushort[] ordinals, int first, int value) => ordinals.AsSpan(first, value - first).Contains(ordinals[value]);

    /// <summary>A document counts once for a value, however often it has it.</summary>
    private static bool Repeats(StringColumn column, int first, int value)
    {
        for (var before = first; before < value; before++)
        {
            if (column[before].SequenceEqual(column[value]))
            {
                return true;
            }
        }

        return false;
    }

    private void CollectStrings(BlockContext block, StringColumn column, ReadOnlySpan<int> rows)
    {
        var touched = new HashSet<Bucket>();
        var missing = MissingString();
        foreach (var row in rows)
        {
            column.Values(row, out var first, out var end);
            if (first == end && missing is not null)
            {
                Add(touched, StringBucket(missing), row);
            }

            for (var value = first; value < end; value++)
            {
                if (!Repeats(column, first, value))
                {
                    Add(touched, StringBucket(column[value]), row);
                }
            }
        }

        FlushAll(block, touched);
    }

    private void CollectLongs(BlockContext block, LongColumn column, FieldKind kind, ReadOnlySpan<int> rows)
    {
        var touched = new HashSet<Bucket>();
        long? missing = aggregation.Source.Missing is null ? null : MissingLong(block);
        foreach (var row in rows)
        {
            column.Values(row, out var first, out var end);
            if (first == end && missing is { } stand)
            {
                Add(touched, LongBucket(stand), row);
            }

            for (var value = first; value < end; value++)
            {
                if (column.Numbers.AsSpan(first, value - first).Contains(column.Numbers[value]))
                {
                    continue;
                }

                Add(touched, LongBucket(BucketKeys.Millis(kind, column.Numbers[value])), row);
            }
        }

        FlushAll(block, touched);
    }

    private void CollectDoubles(BlockContext block, DoubleColumn column, ReadOnlySpan<int> rows)
    {
        var touched = new HashSet<Bucket>();
        double? missing = aggregation.Source.Missing is { } text ? aggregation.Source.FormatOf(_field).Parse(text, block.Index.Query.Now) : null;
        foreach (var row in rows)
        {
            column.Values(row, out var first, out var end);
            if (first == end && missing is { } stand)
            {
                Add(touched, DoubleBucket(stand), row);
            }

            for (var value = first; value < end; value++)
            {
                if (column.Numbers.AsSpan(first, value - first).Contains(column.Numbers[value]))
                {
                    continue;
                }

                Add(touched, DoubleBucket(column.Numbers[value]), row);
            }
        }

        FlushAll(block, touched);
    }

    /// <summary>Takes the rows of terms that are left out.</summary>
    private Bucket Ignored { get; } = new(AggregationTree.Empty, scope);

    private static void Add(HashSet<Bucket> touched, Bucket? bucket, int row)
    {
        if (bucket is null)
        {
            return;
        }

        bucket.Add(row);
        if (bucket.Children is not null)
        {
            touched.Add(bucket);
        }
    }

    private static void FlushAll(BlockContext block, IEnumerable<Bucket> buckets)
    {
        foreach (var bucket in buckets)
        {
            bucket.Flush(block);
        }
    }
}

using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Counts by term. A block's dictionary gives each of its terms a bucket once, so that most rows cost an array access.</summary>
internal sealed class TermsCollector(TermsAggregation aggregation, BucketBudget budget) : Collector, ITypedCollector
{
    private readonly Utf8Map<(byte[] Key, Bucket Bucket)> _strings = new();
    private readonly Dictionary<long, Bucket> _longs = [];
    private readonly Dictionary<double, Bucket> _doubles = [];
    private FieldRef? _field;

    public string TypedName => _field is null && _strings.Count == 0 ? "umterms" : _longs.Count > 0 || (_field?.Kind.HasLongs() ?? false) ? "lterms" : _field?.Kind.IsFractional() ?? false ? "dterms" : "sterms";

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        var field = aggregation.Source.In(block.Index, "terms", numeric: false);
        if (_field is not null && field is not null && (_field.Kind.HasLongs(), _field.Kind.IsFractional()) != (field.Kind.HasLongs(), field.Kind.IsFractional()))
        {
            throw Refuse.IllegalArgument($"Merging/Reducing the aggregations failed when computing the aggregation [{aggregation.Name}] because the field you gave in the aggregation query existed as two different types in two different indices");
        }

        _field ??= field;
        switch (block.Column(aggregation.Source.Field))
        {
            case DictionaryColumn dictionary:
                CollectDictionary(block, dictionary, rows);
                break;
            case StringColumn strings:
                CollectStrings(block, strings, rows);
                break;
            case LongColumn longs:
                CollectLongs(block, longs, field!.Kind, rows);
                break;
            case DoubleColumn doubles:
                CollectDoubles(block, doubles, rows);
                break;
            default:
                CollectConstant(block, field, rows);
                break;
        }
    }

    private void CollectDictionary(BlockContext block, DictionaryColumn column, ReadOnlySpan<int> rows)
    {
        var buckets = new Bucket?[column.TermCount];
        var missing = aggregation.MissingBytes is { } bytes ? StringBucket(bytes) : null;
        foreach (var row in rows)
        {
            column.Values(row, out var first, out var end);
            if (first == end)
            {
                missing?.Add(row);
                continue;
            }

            for (var value = first; value < end; value++)
            {
                var ordinal = column.Ordinals[value];
                if (value > first && Repeats(column.Ordinals, first, value))
                {
                    continue;
                }

                (buckets[ordinal] ??= StringBucket(column.Term(ordinal)) ?? Ignored).Add(row);
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
        var missing = aggregation.MissingBytes;
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
        var missing = MissingLong();
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
        double? missing = aggregation.Source.Missing is { } text && double.TryParse(text, out var number) ? number : null;
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

    /// <summary>A block without the column: a constant_keyword has its value in the mapping, and "missing" has all rows.</summary>
    private void CollectConstant(BlockContext block, FieldRef? field, ReadOnlySpan<int> rows)
    {
        Bucket? bucket = null;
        if (field?.Field.ConstantValue is { } constant)
        {
            bucket = StringBucket(Encoding.UTF8.GetBytes(constant));
        }
        else if (aggregation.Source.Missing is { } missing)
        {
            bucket = field is not null && field.Kind.HasLongs() ? LongBucket(MissingLong()!.Value) : StringBucket(Encoding.UTF8.GetBytes(missing));
        }

        if (bucket is null)
        {
            return;
        }

        foreach (var row in rows)
        {
            bucket.Add(row);
        }

        bucket.Flush(block);
    }

    private long? MissingLong() => aggregation.Source.Missing switch
    {
        null => null,
        "true" => 1,
        "false" => 0,
        var text when long.TryParse(text, out var number) => number,
        var text when _field is not null && _field.Kind.IsDate() && _field.Field.DateFormat.TryParse(Encoding.UTF8.GetBytes(text), out var instant) => instant.Millis,
        var text => throw Refuse.IllegalArgument($"For input string: \"{text}\""),
    };

    /// <summary>Takes the rows of terms that are left out.</summary>
    private Bucket Ignored { get; } = new(AggregationTree.Empty, budget);

    private Bucket? StringBucket(ReadOnlySpan<byte> term)
    {
        if (_strings.TryGet(term, out var known))
        {
            return known.Bucket;
        }

        if (!aggregation.AdmitsAll && !aggregation.Admits(BucketKeys.FormatString(_field, term)))
        {
            return null;
        }

        var key = term.ToArray();
        var bucket = new Bucket(aggregation.Children, budget);
        _strings.Set(key, (key, bucket));
        return bucket;
    }

    private Bucket? LongBucket(long key)
    {
        if (_longs.TryGetValue(key, out var bucket))
        {
            return bucket;
        }

        return aggregation.AdmitsAll || aggregation.Admits(key.ToString(System.Globalization.CultureInfo.InvariantCulture))
            ? _longs[key] = new Bucket(aggregation.Children, budget)
            : null;
    }

    private Bucket? DoubleBucket(double key)
    {
        if (_doubles.TryGetValue(key, out var bucket))
        {
            return bucket;
        }

        return aggregation.AdmitsAll || aggregation.Admits(Numbers.Text(key)) ? _doubles[key] = new Bucket(aggregation.Children, budget) : null;
    }

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

    public override void Write(Utf8JsonWriter writer, bool typedKeys)
    {
        if (_longs.Count > 0)
        {
            Write(writer, typedKeys, [.. _longs.Select(pair => (pair.Key, pair.Value))], Comparer<long>.Default.Compare, key => BucketKeys.WriteLong(writer, _field, aggregation.Source.Format, key));
        }
        else if (_doubles.Count > 0)
        {
            Write(writer, typedKeys, [.. _doubles.Select(pair => (pair.Key, pair.Value))], Comparer<double>.Default.Compare, key => WriteDouble(writer, key));
        }
        else
        {
            Write(writer, typedKeys, [.. _strings.Values], (a, b) => a.AsSpan().SequenceCompareTo(b), key => writer.WriteString("key", BucketKeys.FormatString(_field, key)));
        }
    }

    private void WriteDouble(Utf8JsonWriter writer, double key)
    {
        Numbers.Write(writer, "key", key);
        if (aggregation.Source.Format is not null)
        {
            writer.WriteString("key_as_string", BucketKeys.FormatNumber(_field, aggregation.Source.Format, key));
        }
    }

    private void Write<T>(Utf8JsonWriter writer, bool typedKeys, List<(T Key, Bucket Bucket)> buckets, Comparison<T> byKey, Action<T> writeKey)
    {
        buckets.RemoveAll(bucket => bucket.Bucket.Count < aggregation.MinDocCount);
        BucketOrder.Sort(buckets, aggregation.Order, byKey);
        var given = buckets[..Math.Min(buckets.Count, aggregation.Size)];
        budget.Write(given.Count);
        writer.WriteNumber("doc_count_error_upper_bound", 0);
        writer.WriteNumber("sum_other_doc_count", buckets.Skip(given.Count).Sum(bucket => bucket.Bucket.Count));
        writer.WriteStartArray("buckets");
        foreach (var (key, bucket) in given)
        {
            writer.WriteStartObject();
            writeKey(key);
            writer.WriteNumber("doc_count", bucket.Count);
            if (aggregation.ShowError)
            {
                writer.WriteNumber("doc_count_error_upper_bound", 0);
            }

            bucket.Children?.Write(writer, typedKeys);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

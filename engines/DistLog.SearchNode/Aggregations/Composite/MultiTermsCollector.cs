using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Composite;

/// <summary>Counts by combination of terms; a document that lacks one of them has no combination.</summary>
internal sealed class MultiTermsCollector(MultiTermsAggregation aggregation, AggregationScope scope) : Collector
{
    private readonly Utf8Map<(byte[] Key, Bucket Bucket)> _buckets = new();
    private readonly HashSet<Bucket> _touched = [];
    private readonly KeyBuffer _key = new();
    private readonly FieldRef?[] _fields = new FieldRef?[aggregation.Terms.Count];
    private readonly KeyValues?[] _values = new KeyValues?[aggregation.Terms.Count];
    private readonly byte[]?[] _missing = new byte[]?[aggregation.Terms.Count];

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            var field = aggregation.Terms[i].In(block.Index);
            _fields[i] ??= aggregation.Terms[i].TypeOf(field);
            _values[i] = ValuesOf(block, field, aggregation.Terms[i].Field);
            _missing[i] = MissingOf(aggregation.Terms[i], _fields[i]);
            if (_values[i] is null && _missing[i] is null)
            {
                return;
            }
        }

        foreach (var row in rows)
        {
            _key.Length = 0;
            Combine(0, row);
        }

        foreach (var bucket in _touched)
        {
            bucket.Flush(block);
        }

        _touched.Clear();
    }

    private static KeyValues? ValuesOf(BlockContext block, FieldRef? field, string name) => block.Column(name) switch
    {
        DictionaryColumn terms => new StringKeyValues(terms),
        StringColumn strings => new StringKeyValues(strings.Raw),
        LongColumn longs => new LongKeyValues(longs, field!.Kind, null),
        DoubleColumn doubles => new DoubleKeyValues(doubles, field!.Kind, 0),
        _ => field?.Field.ConstantValue is { } constant ? new ConstantKeyValues(Encoding.UTF8.GetBytes(constant)) : null,
    };

    /// <summary>The part of a key that stands for a missing value; null where nothing does.</summary>
    private byte[]? MissingOf(ValueSource source, FieldRef? field)
    {
        if (source.Missing is not { } missing)
        {
            return null;
        }

        var key = new KeyBuffer();
        if (field is not null && field.Kind.HasLongs())
        {
            key.WriteLong(source.FormatOf(field).ParseLong(missing, scope.Now), descending: false);
        }
        else if (field is not null && field.Kind.IsFractional())
        {
            key.WriteDouble(source.FormatOf(field).Parse(missing, scope.Now), descending: false);
        }
        else
        {
            key.WriteString(ValueSource.StringBytes(field, missing), descending: false);
        }

        return key.Written.ToArray();
    }

    private void Combine(int term, int row)
    {
        if (term == _values.Length)
        {
            Take(row);
            return;
        }

        var start = _key.Length;
        var count = _values[term]?.Load(row) ?? 0;
        if (count == 0 && _missing[term] is { } missing)
        {
            _key.WriteBytes(missing);
            Combine(term + 1, row);
        }

        for (var which = 0; which < count; which++)
        {
            _key.Length = start;
            _values[term]!.Write(_key, which, descending: false);
            Combine(term + 1, row);
        }

        _key.Length = start;
    }

    private void Take(int row)
    {
        if (!_buckets.TryGet(_key.Written, out var known))
        {
            known = (_key.Written.ToArray(), new Bucket(aggregation.Children, scope));
            _buckets.Set(known.Key, known);
        }

        known.Bucket.Add(row);
        if (known.Bucket.Children is not null)
        {
            _touched.Add(known.Bucket);
        }
    }

    public override IAggregationResult Finish()
    {
        List<(byte[] Key, Bucket Bucket)> buckets = [.. _buckets.Values.Where(entry => entry.Bucket.Count >= aggregation.MinDocCount)];
        var all = buckets.Sum(entry => entry.Bucket.Count);
        BucketOrder.SortFirst(buckets, aggregation.Size, aggregation.Order, (a, b) => a.AsSpan().SequenceCompareTo(b));
        scope.Budget.Write(buckets.Count);
        var given = buckets.ConvertAll(entry => entry.Bucket.Finish(new MultiTermsKey([.. PartsOf(entry.Key)])));
        var rest = all - given.Sum(bucket => bucket.Count);
        return new BucketsResult("multi_terms", given)
        {
            WriteBefore = writer =>
            {
                writer.WriteNumber("doc_count_error_upper_bound", 0);
                writer.WriteNumber("sum_other_doc_count", rest);
            },
            WriteInside = aggregation.ShowError ? (writer, _) => writer.WriteNumber("doc_count_error_upper_bound", 0) : null,
        };
    }

    private List<(object Value, string Text)> PartsOf(byte[] key)
    {
        var rest = key.AsSpan();
        var parts = new List<(object, string)>(_fields.Length);
        for (var i = 0; i < _fields.Length; i++)
        {
            ReadOnlySpan<byte> left = rest;
            var part = KeyBuffer.Read(ref left, descending: false);
            rest = rest[^left.Length..];
            parts.Add(Shown(part, _fields[i], aggregation.Terms[i].FormatOf(_fields[i])));
        }

        return parts;
    }

    private static (object Value, string Text) Shown(KeyPart part, FieldRef? field, ValueFormat format) => part.Kind switch
    {
        KeyKind.Long when format.IsRaw => (part.Long, format.Text(part.Long)),
        KeyKind.Long => (format.Text(part.Long), format.Text(part.Long)),
        KeyKind.Double when format.IsRaw => (part.Double, format.Text(part.Double)),
        KeyKind.Double => (format.Text(part.Double), format.Text(part.Double)),
        _ => (BucketKeys.FormatString(field, part.Bytes), BucketKeys.FormatString(field, part.Bytes)),
    };

    /// <summary>A combination: a list of values, and their texts joined by a bar.</summary>
    private sealed class MultiTermsKey(List<(object Value, string Text)> parts) : BucketKey
    {
        public override string Name { get; } = string.Join('|', parts.Select(part => part.Text));

        public override void Write(Utf8JsonWriter writer, bool keyed)
        {
            writer.WriteStartArray("key");
            foreach (var (value, _) in parts)
            {
                switch (value)
                {
                    case long number:
                        writer.WriteNumberValue(number);
                        break;
                    case double number:
                        Numbers.WriteValue(writer, number);
                        break;
                    default:
                        writer.WriteStringValue((string)value);
                        break;
                }
            }

            writer.WriteEndArray();
            writer.WriteString("key_as_string", Name);
        }
    }
}

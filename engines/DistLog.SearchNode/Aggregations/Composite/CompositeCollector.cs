using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Composite;

/// <summary>
/// Keeps the first keys after the page before: never more than the page has. A key that has been put out by smaller ones can't come
/// back, since the last key of the page only ever gets smaller; so counts are exact.
/// </summary>
internal sealed class CompositeCollector(CompositeAggregation aggregation, AggregationScope scope) : Collector
{
    private readonly Utf8Map<Bucket> _buckets = new();
    private readonly PriorityQueue<byte[], byte[]> _last = new(Comparer<byte[]>.Create((a, b) => b.AsSpan().SequenceCompareTo(a)));
    private readonly HashSet<Bucket> _touched = [];
    private readonly KeyBuffer _key = new();
    private readonly FieldRef?[] _fields = new FieldRef?[aggregation.Keys.Count];
    private readonly KeyValues?[] _values = new KeyValues?[aggregation.Keys.Count];
    private readonly int _size = scope.Budget.CheckSize(aggregation.Size);
    private IndexContext? _index;
    private byte[]? _after;

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        Begin(block.Index);
        for (var i = 0; i < _values.Length; i++)
        {
            _values[i] = aggregation.Keys[i].ValuesOf(block);
            if (_values[i] is null && !aggregation.Keys[i].MissingBucket)
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

    /// <summary>The key of the page before is read by the types of each index.</summary>
    private void Begin(IndexContext index)
    {
        if (index == _index)
        {
            return;
        }

        _index = index;
        var key = new KeyBuffer();
        for (var i = 0; i < _fields.Length; i++)
        {
            var field = aggregation.Keys[i].FieldIn(index);
            if (field is not null && _fields[i] is { } known && (known.Kind.HasLongs() != field.Kind.HasLongs() || known.Kind.HasStrings() != field.Kind.HasStrings()))
            {
                throw Errors.Refuse.MixedTypes(aggregation.Name);
            }

            _fields[i] ??= field;
            if (aggregation.After is { } after)
            {
                aggregation.Keys[i].WriteAfter(key, after[i], field, scope.Now);
            }
        }

        _after = aggregation.After is null ? null : key.Written.ToArray();
    }

    /// <summary>Goes through all combinations of the row's values, one source after another.</summary>
    private void Combine(int source, int row)
    {
        if (source == _values.Length)
        {
            Take(row);
            return;
        }

        var (definition, start) = (aggregation.Keys[source], _key.Length);
        var count = _values[source]?.Load(row) ?? 0;
        if (count == 0 && definition.MissingBucket)
        {
            _key.WriteMissing(definition.MissingLast);
            Combine(source + 1, row);
        }

        for (var which = 0; which < count; which++)
        {
            _key.Length = start;
            _values[source]!.Write(_key, which, definition.Descending);
            Combine(source + 1, row);
        }

        _key.Length = start;
    }

    private void Take(int row)
    {
        var key = _key.Written;
        if (_after is not null && key.SequenceCompareTo(_after) <= 0)
        {
            return;
        }

        if (!_buckets.TryGet(key, out var bucket))
        {
            if (_buckets.Count == _size && key.SequenceCompareTo(_last.Peek()) > 0)
            {
                return;
            }

            bucket = Insert(key.ToArray());
        }

        bucket.Add(row);
        if (bucket.Children is not null)
        {
            _touched.Add(bucket);
        }
    }

    private Bucket Insert(byte[] key)
    {
        if (_buckets.Count == _size)
        {
            var last = _last.Dequeue();
            _buckets.TryGet(last, out var gone);
            _touched.Remove(gone!);
            _buckets.Remove(last);
            scope.Budget.Release(aggregation.Children);
        }

        var bucket = new Bucket(aggregation.Children, scope);
        _buckets.Set(key, bucket);
        _last.Enqueue(key, key);
        return bucket;
    }

    public override IAggregationResult Finish()
    {
        scope.Budget.Write(_buckets.Count);
        Action<Utf8JsonWriter, KeyPart>[] writers = [.. aggregation.Keys.Select((source, i) => source.WriterOf(_fields[i]))];
        var keys = _last.UnorderedItems.Select(item => item.Element).OrderDescending(_last.Comparer);
        var buckets = keys.Select(key => Finish(key, writers)).ToList();
        var after = buckets.Count == 0 ? null : (CompositeKey)buckets[^1].Key;
        return new BucketsResult("composite", buckets)
        {
            WriteBefore = after is null ? null : writer => after.WriteAs(writer, "after_key"),
        };
    }

    private ResultBucket Finish(byte[] key, Action<Utf8JsonWriter, KeyPart>[] writers)
    {
        _buckets.TryGet(key, out var bucket);
        return bucket!.Finish(new CompositeKey(aggregation.Keys, PartsOf(key), writers));
    }

    private KeyPart[] PartsOf(ReadOnlySpan<byte> key)
    {
        var parts = new KeyPart[aggregation.Keys.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = KeyBuffer.Read(ref key, aggregation.Keys[i].Descending);
        }

        return parts;
    }

    /// <summary>A composed key: a value for each source.</summary>
    private sealed class CompositeKey(List<CompositeSource> sources, KeyPart[] parts, Action<Utf8JsonWriter, KeyPart>[] writers) : BucketKey
    {
        public override string Name => string.Join('|', parts.Select(part => part.Kind));

        public override void Write(Utf8JsonWriter writer, bool keyed) => WriteAs(writer, "key");

        public void WriteAs(Utf8JsonWriter writer, string name)
        {
            writer.WriteStartObject(name);
            for (var i = 0; i < parts.Length; i++)
            {
                writer.WritePropertyName(sources[i].Name);
                writers[i](writer, parts[i]);
            }

            writer.WriteEndObject();
        }
    }
}

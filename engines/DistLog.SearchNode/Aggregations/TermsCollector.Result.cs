using DistLog.SearchNode.Aggregations.Buckets;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Aggregations;

/// <summary>The answer: the first terms by the wanted order.</summary>
internal sealed partial class TermsCollector
{
    /// <summary>All terms of the index, where terms without a document are wanted too.</summary>
    private readonly BackgroundTerms? _background = aggregation.MinDocCount > 0 ? null : scope.Whole(aggregation, () => new BackgroundTerms(aggregation, scope.Now));

    public override IAggregationResult Finish()
    {
        AddUnmatched();
        if (_isFractional)
        {
            return Finish([.. _doubles.Select(pair => (pair.Key, pair.Value))], Comparer<double>.Default.Compare, DoubleKey, aggregation.NameOf("d"));
        }

        if (_field is not null && _field.Kind.HasLongs())
        {
            return Finish([.. _longs.Select(pair => (pair.Key, pair.Value))], Comparer<long>.Default.Compare, LongKey, aggregation.NameOf("l"));
        }

        return Finish([.. _strings.Values], (a, b) => a.AsSpan().SequenceCompareTo(b), key => new StringKey(BucketKeys.FormatString(_field, key)), aggregation.NameOf("s"));
    }

    /// <summary>Each term with its bucket, and how many documents another collector counts for it.</summary>
    public IEnumerable<(BucketKey Key, Bucket Bucket, long Background)> Beside(TermsCollector background)
    {
        foreach (var (key, bucket) in _strings.Values)
        {
            yield return (new StringKey(BucketKeys.FormatString(_field, key)), bucket, background._strings.TryGet(key, out var all) ? all.Bucket.Count : 0);
        }

        foreach (var (key, bucket) in _longs)
        {
            yield return (LongKey(key), bucket, background._longs.TryGetValue(key, out var all) ? all.Count : 0);
        }
    }

    /// <summary>The letters that stand for the type of the terms in a result's name.</summary>
    public string TypeLetter => _field is null || _field.Kind.HasStrings() ? "s" : "l";

    private DoubleKey DoubleKey(double key) => new(key, TextOf(format => format.Text(key)));

    private LongKey LongKey(long key) => new(key, TextOf(format => format.Text(key)));

    private string? TextOf(Func<ValueFormat, string> text) => aggregation.Source.FormatOf(_field) is { IsRaw: false } format ? text(format) : null;

    private BucketsResult Finish<T>(List<(T Key, Bucket Bucket)> buckets, Comparison<T> byKey, Func<T, BucketKey> keyOf, string typedName)
    {
        buckets.RemoveAll(bucket => !aggregation.Keeps(bucket.Bucket.Count));
        var all = buckets.Sum(bucket => bucket.Bucket.Count);
        BucketOrder.SortFirst(buckets, aggregation.Size, aggregation.Order, byKey);
        scope.Budget.Write(buckets.Count);
        var given = buckets.ConvertAll(entry => entry.Bucket.Finish(keyOf(entry.Key)));
        var rest = all - given.Sum(bucket => bucket.Count);
        return new BucketsResult(typedName, given)
        {
            WriteBefore = aggregation.IsRare ? null : writer =>
            {
                writer.WriteNumber("doc_count_error_upper_bound", 0);
                writer.WriteNumber("sum_other_doc_count", rest);
            },
            WriteInside = aggregation.ShowError ? (writer, _) => writer.WriteNumber("doc_count_error_upper_bound", 0) : null,
        };
    }

    /// <summary>Terms that the query's documents don't have, with a count of 0.</summary>
    private void AddUnmatched()
    {
        if (_background?.Terms is not { } all)
        {
            return;
        }

        Unite(all._field);
        _field ??= all._field;
        foreach (var (key, _) in all._strings.Values)
        {
            StringBucket(key);
        }

        foreach (var key in all._longs.Keys)
        {
            LongBucket(key);
        }

        foreach (var key in all._doubles.Keys)
        {
            DoubleBucket(key);
        }
    }
}

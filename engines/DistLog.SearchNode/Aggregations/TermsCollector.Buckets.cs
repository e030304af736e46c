using System.Text;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary>The buckets by term, in one of three dictionaries by the type of the field.</summary>
internal sealed partial class TermsCollector
{
    /// <summary>True as soon as an index has the field as a floating-point number: then the whole numbers of other indices are such, too.</summary>
    private bool _isFractional;

    /// <summary>Brings the field's types in several indices together, where that can be done.</summary>
    private void Unite(FieldRef? field)
    {
        aggregation.Filter?.Check(field);
        if (field is null)
        {
            return;
        }

        if (_field is not null && (_field.Kind.HasStrings() != field.Kind.HasStrings() || (_field.Kind == FieldKind.Ip) != (field.Kind == FieldKind.Ip)))
        {
            throw Refuse.MixedTypes(aggregation.Name);
        }

        if (field.Kind.IsFractional() && !_isFractional)
        {
            _isFractional = true;
            foreach (var (key, bucket) in _longs)
            {
                _doubles[key] = bucket;
            }

            _longs.Clear();
        }
    }

    /// <summary>A block without the column: a constant_keyword has its value in the mapping, and "missing" has all rows.</summary>
    private void CollectConstant(BlockContext block, FieldRef? field, ReadOnlySpan<int> rows) => ConstantBucket(block, field)?.Collect(block, rows);

    private Bucket? ConstantBucket(BlockContext block, FieldRef? field)
    {
        if (aggregation.Source.Field == "_index")
        {
            return StringBucket(Encoding.UTF8.GetBytes(block.Index.Query.Index));
        }

        if (field?.Field.ConstantValue is { } constant)
        {
            return StringBucket(Encoding.UTF8.GetBytes(constant));
        }

        if (aggregation.Source.Missing is not { } missing)
        {
            return null;
        }

        return field switch
        {
            _ when field is not null && field.Kind.HasLongs() => LongBucket(MissingLong(block)),
            _ when field is not null && field.Kind.IsFractional() => DoubleBucket(aggregation.Source.FormatOf(field).Parse(missing, block.Index.Query.Now)),
            _ => StringBucket(MissingString()),
        };
    }

    private long MissingLong(BlockContext block) => aggregation.Source.FormatOf(_field).ParseLong(aggregation.Source.Missing!, block.Index.Query.Now);

    /// <summary>What stands for a missing string; null where nothing does.</summary>
    private byte[]? MissingString() => aggregation.Source.Missing is { } missing ? ValueSource.StringBytes(_field, missing) : null;

    private Bucket? StringBucket(ReadOnlySpan<byte> term)
    {
        if (_strings.TryGet(term, out var known))
        {
            return known.Bucket;
        }

        if (aggregation.Filter is { } filter && !filter.Admits(BucketKeys.FormatString(_field, term), term))
        {
            return null;
        }

        var key = term.ToArray();
        var bucket = new Bucket(aggregation.Children, scope);
        _strings.Set(key, (key, bucket));
        return bucket;
    }

    private Bucket? LongBucket(long key)
    {
        if (_isFractional)
        {
            return DoubleBucket(key);
        }

        if (_longs.TryGetValue(key, out var bucket))
        {
            return bucket;
        }

        return aggregation.Filter is not { } filter || filter.Admits(key, aggregation.Source.FormatOf(_field)) ? _longs[key] = new Bucket(aggregation.Children, scope) : null;
    }

    private Bucket? DoubleBucket(double key)
    {
        if (_doubles.TryGetValue(key, out var bucket))
        {
            return bucket;
        }

        return aggregation.Filter is not { } filter || filter.Admits(key, aggregation.Source.FormatOf(_field)) ? _doubles[key] = new Bucket(aggregation.Children, scope) : null;
    }
}

using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Pipelines;

/// <summary><c>bucket_sort</c>: puts the buckets around it into another order, and keeps a page of them.</summary>
internal sealed class BucketSort : ParentPipeline
{
    private List<SortField> _sorts = [];
    private int _from;
    private int? _size;

    public static BucketSort Parse(string name, string type, JsonElement body)
    {
        var sort = new BucketSort { Name = name, Type = type };
        sort.Parse(body);
        sort.Paths = [.. sort._sorts.Select(field => field.Name)];
        return sort;
    }

    protected override bool Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "sort":
                _sorts = SortField.ParseList(value);
                return true;
            case "from":
                _from = value.Int(name) is >= 0 and var from ? from : throw Refuse.IllegalArgument($"[from] must be a non-negative integer: [{value.Text()}]");
                return true;
            case "size":
                _size = value.Int(name) is > 0 and var size ? size : throw Refuse.IllegalArgument($"[size] must be a positive integer: [{value.Text()}]");
                return true;
            case "gap_policy":
                return TakeShared(name, value);
            default:
                return false;
        }
    }

    public override void Check(AggregationTree siblings, Aggregation? parent)
    {
        if (parent is null)
        {
            throw Invalid($"bucket_sort aggregation [{Name}] must be declared inside of another aggregation");
        }

        if (_sorts.Count == 0 && _size is null && _from == 0)
        {
            throw Invalid($"[{Name}] is configured to perform nothing. Please set either of [sort, size, from] to use bucket_sort");
        }
    }

    public override void Reduce(BucketsResult buckets)
    {
        var ordered = _sorts.Count == 0 ? buckets.Buckets : Sorted(buckets.Buckets);
        var from = Math.Min(_from, ordered.Count);
        buckets.Buckets = ordered.GetRange(from, Math.Min(_size ?? int.MaxValue, ordered.Count - from));
    }

    /// <summary>In the wanted order; buckets that have none of the values are left out.</summary>
    private List<ResultBucket> Sorted(List<ResultBucket> buckets)
    {
        var steps = _sorts.ConvertAll(sort => BucketsPath.Parse(sort.Name).Steps.ToArray());
        var keyed = buckets.ConvertAll(bucket => (Bucket: bucket, Values: steps.ConvertAll(path => ValueOf(bucket, path))));
        keyed.RemoveAll(entry => !entry.Values.Exists(value => value is not null));
        return [.. keyed.Order(Comparer<(ResultBucket Bucket, List<IComparable?> Values)>.Create((a, b) => Compare(a.Values, b.Values))).Select(entry => entry.Bucket)];
    }

    private IComparable? ValueOf(ResultBucket bucket, string[] steps)
    {
        if (steps is ["_key"])
        {
            return double.IsNaN(bucket.Key.Number) ? new OrdinalText(bucket.Key.Name) : bucket.Key.Number;
        }

        return PathValues.Of(bucket, steps, Gaps, Name) is { } value && !double.IsNaN(value) ? value : null;
    }

    private int Compare(List<IComparable?> a, List<IComparable?> b)
    {
        for (var i = 0; i < a.Count; i++)
        {
            var order = (a[i], b[i]) switch
            {
                (null, null) => 0,
                (null, _) => 1,
                (_, null) => -1,
                var (first, second) => _sorts[i].Descending ? second.CompareTo(first) : first.CompareTo(second),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    /// <summary>Text in the order of its code units.</summary>
    private sealed class OrdinalText(string text) : IComparable
    {
        private string Text => text;

        public int CompareTo(object? obj) => obj is OrdinalText other ? string.CompareOrdinal(text, other.Text) : 1;
    }
}

using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations;

/// <summary>The order of buckets: by <c>_count</c>, by <c>_key</c>, or by an aggregation inside.</summary>
internal sealed record BucketOrder(string Path, bool Descending)
{
    private bool IsByKey => Path is "_key" or "_term" or "_time";

    private bool IsByCount => Path == "_count";

    public static List<BucketOrder> Parse(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Array)
        {
            return [.. body.EnumerateArray().SelectMany(Parse)];
        }

        if (body.ValueKind != JsonValueKind.Object || !body.EnumerateObject().Any())
        {
            throw Refuse.Parsing("Must specify at least one field for [order]");
        }

        return [.. body.EnumerateObject().Select(property => property.Value.Text()?.ToLowerInvariant() switch
        {
            "asc" => new BucketOrder(property.Name, false),
            "desc" => new BucketOrder(property.Name, true),
            _ => throw Refuse.Parsing($"Unknown order direction [{property.Value.Text()}]"),
        })];
    }

    /// <summary>Refuses paths to what isn't there, or isn't one number.</summary>
    public static void Check(IReadOnlyList<BucketOrder> orders, AggregationTree children)
    {
        foreach (var order in orders.Where(order => !order.IsByKey && !order.IsByCount))
        {
            order.Check(children);
        }
    }

    private void Check(AggregationTree children)
    {
        var steps = Path.Split('>');
        for (var i = 0; i < steps.Length; i++)
        {
            var isLast = i == steps.Length - 1;
            var split = children.Find(steps[i]) is null ? steps[i].LastIndexOfAny(['.', '[']) : -1;
            var name = split > 0 && isLast ? steps[i][..split] : steps[i];
            var metric = split > 0 && isLast ? steps[i][(split + 1)..].TrimEnd(']') : null;
            var found = children.Find(name)
                ?? throw Wrong($"The provided aggregation [{name}] either does not exist, or is a pipeline aggregation and cannot be used to sort the buckets.");
            if (found.HasManyBuckets || (!isLast && !found.HasBuckets))
            {
                throw Wrong($"Buckets can only be sorted on a sub-aggregator path that is built out of zero or more single-bucket aggregations within the path and a final single-bucket or a metrics aggregation at the path end. [{name}] is not single-bucket.");
            }

            if (isLast && found.HasManyNumbers && metric is null)
            {
                throw Wrong("When ordering on a multi-value metrics aggregation a metric name must be specified.");
            }

            if (isLast && !found.HasBuckets && metric is not null && !found.HasNumber(metric))
            {
                throw Wrong($"unknown metric [{metric}] of [{name}]");
            }

            children = found.Children;
        }
    }

    private ElasticsearchException Wrong(string why) => Refuse.AggregationPath($"Invalid aggregation order path [{Path}]. {why}");

    /// <summary>Sorts buckets by the orders and then by their key.</summary>
    public static void Sort<T>(List<(T Key, Bucket Bucket)> buckets, IReadOnlyList<BucketOrder> orders, Comparison<T> byKey) =>
        buckets.Sort((a, b) => Compare(a, b, orders, byKey));

    /// <summary>Leaves the first so many buckets, in order.</summary>
    public static void SortFirst<T>(List<(T Key, Bucket Bucket)> buckets, int count, IReadOnlyList<BucketOrder> orders, Comparison<T> byKey)
    {
        // A heap of the first ones is cheaper than a sort where most are to be left out.
        if (count < buckets.Count / 8)
        {
            var lastOnTop = Comparer<(T Key, Bucket Bucket)>.Create((a, b) => Compare(b, a, orders, byKey));
            var first = new PriorityQueue<(T Key, Bucket Bucket), (T Key, Bucket Bucket)>(count, lastOnTop);
            foreach (var bucket in buckets)
            {
                if (first.Count < count)
                {
                    first.Enqueue(bucket, bucket);
                }
                else
                {
                    first.EnqueueDequeue(bucket, bucket);
                }
            }

            buckets.Clear();
            buckets.AddRange(first.UnorderedItems.Select(item => item.Element));
        }

        Sort(buckets, orders, byKey);
        buckets.RemoveRange(Math.Min(count, buckets.Count), buckets.Count - Math.Min(count, buckets.Count));
    }

    private static int Compare<T>((T Key, Bucket Bucket) a, (T Key, Bucket Bucket) b, IReadOnlyList<BucketOrder> orders, Comparison<T> byKey)
    {
        foreach (var order in orders)
        {
            var result = order switch
            {
                { IsByCount: true } => order.Directed(a.Bucket.Count.CompareTo(b.Bucket.Count)),
                { IsByKey: true } => order.Directed(byKey(a.Key, b.Key)),
                _ => order.ByValue(a.Bucket, b.Bucket),
            };
            if (result != 0)
            {
                return result;
            }
        }

        return byKey(a.Key, b.Key);
    }

    private int Directed(int result) => Descending ? -result : result;

    /// <summary>Buckets without a value come last, whichever the direction.</summary>
    private int ByValue(Bucket a, Bucket b)
    {
        var (first, second) = (ValueOf(a), ValueOf(b));
        return double.IsNaN(first) || double.IsNaN(second)
            ? double.IsNaN(first).CompareTo(double.IsNaN(second))
            : Directed(first.CompareTo(second));
    }

    private double ValueOf(Bucket bucket) => bucket.Children?.Value(Path) ?? double.NaN;
}

using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations;

/// <summary>The order of buckets: by <c>_count</c>, by <c>_key</c>, or by an aggregation inside.</summary>
internal sealed record BucketOrder(string Path, bool Descending)
{
    public static List<BucketOrder> Parse(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Array)
        {
            return [.. body.EnumerateArray().SelectMany(Parse)];
        }

        var only = body.Only("order");
        return only.Value.Text()?.ToLowerInvariant() switch
        {
            "asc" => [new BucketOrder(only.Name, false)],
            "desc" => [new BucketOrder(only.Name, true)],
            _ => throw Refuse.Parsing($"Unknown order direction [{only.Value.Text()}]"),
        };
    }

    /// <summary>Sorts buckets by the orders and then by their key.</summary>
    public static void Sort<T>(List<(T Key, Bucket Bucket)> buckets, IReadOnlyList<BucketOrder> orders, Comparison<T> byKey)
    {
        buckets.Sort((a, b) =>
        {
            foreach (var order in orders)
            {
                var result = order.Path switch
                {
                    "_count" => a.Bucket.Count.CompareTo(b.Bucket.Count),
                    "_key" or "_term" => byKey(a.Key, b.Key),
                    _ => ByValue(order, a.Bucket, b.Bucket),
                };
                if (result != 0)
                {
                    return order.Descending && order.Path.StartsWith('_') ? -result : result;
                }
            }

            return byKey(a.Key, b.Key);
        });
    }

    /// <summary>Buckets without a value come last, whichever the direction.</summary>
    private static int ByValue(BucketOrder order, Bucket a, Bucket b)
    {
        var (first, second) = (ValueOf(order, a), ValueOf(order, b));
        if (double.IsNaN(first) || double.IsNaN(second))
        {
            return double.IsNaN(first).CompareTo(double.IsNaN(second));
        }

        return order.Descending ? second.CompareTo(first) : first.CompareTo(second);
    }

    private static double ValueOf(BucketOrder order, Bucket bucket) =>
        bucket.Children?.Value(order.Path)
        ?? throw Refuse.IllegalArgument($"Invalid aggregator order path [{order.Path}]. The provided aggregation [{order.Path}] either does not exist, or is a pipeline aggregation and cannot be used to sort the buckets.");
}

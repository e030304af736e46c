using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary><c>global</c>: one bucket of all documents, whatever the query.</summary>
internal sealed class GlobalAggregation : Aggregation
{
    public override string TypedName => "global";

    public static GlobalAggregation Parse(string name) => new() { Name = name };

    public override void Check(Aggregation? parent)
    {
        if (parent is not null)
        {
            throw Refuse.IllegalArgument($"Aggregation [{parent.Name}] cannot have a global sub-aggregation [{Name}]. Global aggregations can only be defined as top level aggregations");
        }
    }

    public override Collector NewCollector(AggregationScope scope) => new GlobalCollector(scope.Whole(this, () => new GlobalBucket(new Bucket(Children, scope))));

    /// <summary>Is shown all documents, and takes none from the query.</summary>
    private sealed class GlobalCollector(GlobalBucket all) : Collector
    {
        public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
        {
        }

        public override double? Value(string? path) => path is null ? all.Bucket.Count : all.Bucket.Children?.Value(path);

        public override IAggregationResult Finish() => new SingleBucketResult("global", all.Bucket.Count, all.Bucket.Finish());
    }

    /// <summary>The bucket of all documents.</summary>
    private sealed class GlobalBucket(Bucket bucket) : IWholeIndexCollector
    {
        public Bucket Bucket => bucket;

        public void CollectAll(BlockContext block, ReadOnlySpan<int> rows)
        {
            foreach (var row in rows)
            {
                bucket.Add(row);
            }

            bucket.Flush(block);
        }
    }
}

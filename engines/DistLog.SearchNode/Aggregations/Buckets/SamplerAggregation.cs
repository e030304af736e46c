using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary><c>sampler</c>: one bucket, of the documents with the best scores.</summary>
internal sealed class SamplerAggregation(int size) : Aggregation
{
    /// <summary>Documents are kept until all have been seen, some 40 B each.</summary>
    private const int SizeLimit = 1_000_000;

    public override string TypedName => "sampler";

    public static SamplerAggregation Parse(string name, JsonElement body)
    {
        var size = 100;
        foreach (var property in body.EnumerateObject())
        {
            size = property.Name == "shard_size" ? property.Value.Int(property.Name) : throw Refuse.Parsing($"Unknown key for a {property.Value.TokenName()} in [{name}]: [{property.Name}].");
        }

        return size is >= 0 and <= SizeLimit
            ? new SamplerAggregation(size) { Name = name }
            : throw Refuse.IllegalArgument($"[shard_size] must be between 0 and {SizeLimit}. Found [{size}] in [{name}]");
    }

    public override Collector NewCollector(AggregationScope scope) => new SamplerCollector(new Bucket(Children, scope), size);

    /// <summary>Keeps the best documents; what is inside sees them at the end.</summary>
    private sealed class SamplerCollector(Bucket bucket, int size) : Collector
    {
        private readonly PriorityQueue<(BlockContext Block, int Row), (float Score, long Document)> _best = new();

        public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
        {
            var scores = block.Scores;
            foreach (var row in rows)
            {
                // Of equal scores the document that comes first is the better one.
                var rank = (scores?[row] ?? 0, -(block.FirstDocument + row));
                if (_best.Count < size)
                {
                    _best.Enqueue((block, row), rank);
                }
                else if (size > 0)
                {
                    _best.EnqueueDequeue((block, row), rank);
                }
            }
        }

        public override IAggregationResult Finish()
        {
            foreach (var group in _best.UnorderedItems.Select(item => item.Element).GroupBy(entry => entry.Block).OrderBy(group => group.Key.FirstDocument))
            {
                bucket.Collect(group.Key, [.. group.Select(entry => entry.Row).Order()]);
                group.Key.Release();
            }

            return new SingleBucketResult("sampler", bucket.Count, bucket.Finish());
        }
    }
}

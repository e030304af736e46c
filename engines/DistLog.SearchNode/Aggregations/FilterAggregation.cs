using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary><c>filter</c>: one bucket, of what matches a query.</summary>
internal sealed class FilterAggregation(Query query) : Aggregation
{
    public override string TypedName => "filter";

    public static FilterAggregation Parse(string name, JsonElement body, QueryScope scope) => new(QueryParser.ParseOne(body, scope)) { Name = name };

    public override Collector NewCollector(AggregationScope scope) => new SingleBucketCollector(TypedName, new Bucket(Children, scope), block => block.Matches(query));
}

/// <summary>One bucket, of the rows in a set that is made for each block.</summary>
internal sealed class SingleBucketCollector(string typedName, Bucket bucket, Func<BlockContext, Bits> matches) : Collector
{
    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        var matching = matches(block);
        foreach (var row in rows)
        {
            if (matching[row])
            {
                bucket.Add(row);
            }
        }

        bucket.Flush(block);
    }

    public override IAggregationResult Finish() => new SingleBucketResult(typedName, bucket.Count, bucket.Finish());

    public override double? Value(string? path) => path is null or "_count" or "doc_count" ? bucket.Count : bucket.Children?.Value(path);
}

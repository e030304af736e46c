using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary><c>adjacency_matrix</c>: a bucket for each of several queries, and for each two of them that some document matches both of.</summary>
internal sealed class AdjacencyMatrixAggregation(List<(string Name, Query Query)> filters, string separator) : Aggregation
{
    /// <summary>Elasticsearch's indices.query.bool.max_clause_count allows more; the buckets grow with the square.</summary>
    private const int FilterLimit = 100;

    public override string TypedName => "adjacency_matrix";

    public override bool HasManyBuckets => true;

    public static AdjacencyMatrixAggregation Parse(string name, JsonElement body, QueryScope scope)
    {
        List<(string, Query)> filters = [];
        var separator = "&";
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "filters":
                    filters = [.. property.Value.EnumerateObject().OrderBy(item => item.Name, StringComparer.Ordinal).Select(item => (item.Name, QueryParser.ParseOne(item.Value, scope)))];
                    break;
                case "separator":
                    separator = property.Value.Text() ?? separator;
                    break;
                default:
                    throw Refuse.ContentParse($"[adjacency_matrix] unknown field [{property.Name}]");
            }
        }

        return filters.Count <= FilterLimit
            ? new AdjacencyMatrixAggregation(filters, separator) { Name = name }
            : throw Refuse.IllegalArgument($"Number of filters is too large, must be less than or equal to: [{FilterLimit}] but was [{filters.Count}].");
    }

    public override Collector NewCollector(AggregationScope scope) => new AdjacencyMatrixCollector(this, scope);

    /// <summary>Counts by filter and by pair of filters.</summary>
    private sealed class AdjacencyMatrixCollector(AdjacencyMatrixAggregation aggregation, AggregationScope scope) : Collector
    {
        private readonly Dictionary<(int First, int Second), Bucket> _buckets = [];

        public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
        {
            var matches = aggregation.Filters.ConvertAll(filter => block.Matches(filter.Query));
            for (var first = 0; first < matches.Count; first++)
            {
                for (var second = first; second < matches.Count; second++)
                {
                    Collect(block, rows, (first, second), matches[first], matches[second]);
                }
            }
        }

        private void Collect(BlockContext block, ReadOnlySpan<int> rows, (int First, int Second) pair, Bits first, Bits second)
        {
            foreach (var row in rows)
            {
                if (first[row] && second[row])
                {
                    BucketOf(pair).Add(row);
                }
            }

            if (_buckets.TryGetValue(pair, out var bucket))
            {
                bucket.Flush(block);
            }
        }

        private Bucket BucketOf((int First, int Second) pair)
        {
            if (!_buckets.TryGetValue(pair, out var bucket))
            {
                _buckets[pair] = bucket = new Bucket(aggregation.Children, scope);
            }

            return bucket;
        }

        public override IAggregationResult Finish()
        {
            scope.Budget.Write(_buckets.Count);
            var buckets = _buckets.Select(entry => entry.Value.Finish(new StringKey(aggregation.NameOf(entry.Key)))).OrderBy(bucket => bucket.Key.Name, StringComparer.Ordinal);
            return new BucketsResult("adjacency_matrix", [.. buckets]);
        }
    }

    private List<(string Name, Query Query)> Filters => filters;

    private string NameOf((int First, int Second) pair) =>
        pair.First == pair.Second ? filters[pair.First].Name : filters[pair.First].Name + separator + filters[pair.Second].Name;
}

using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary><c>filters</c>: a bucket for each of several queries, and perhaps one for the rest.</summary>
internal sealed class FiltersAggregation : Aggregation
{
    public override string TypedName => "filters";

    public override bool HasManyBuckets => true;

    public required IReadOnlyList<(string? Name, Query Query)> Filters { get; init; }

    /// <summary>The name of the bucket for what matches none; null where there is none.</summary>
    public string? Other { get; init; }

    public bool Keyed { get; init; }

    public static FiltersAggregation Parse(string name, JsonElement body, QueryScope scope)
    {
        IReadOnlyList<(string?, Query)> filters = [];
        string? other = null;
        var (hasOther, keyed) = (false, true);
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "filters":
                    filters = property.Value.ValueKind == JsonValueKind.Array
                        ? [.. property.Value.EnumerateArray().Select(item => ((string?)null, QueryParser.ParseOne(item, scope)))]
                        : [.. property.Value.EnumerateObject().OrderBy(item => item.Name, StringComparer.Ordinal).Select(item => ((string?)item.Name, QueryParser.ParseOne(item.Value, scope)))];
                    break;
                case "other_bucket":
                    hasOther = property.Value.Bool(property.Name);
                    break;
                case "other_bucket_key":
                    (hasOther, other) = (true, property.Value.Text());
                    break;
                case "keyed":
                    keyed = property.Value.Bool(property.Name);
                    break;
                default:
                    throw Refuse.Parsing($"Unknown key for a {property.Value.ValueKind} in [{name}]: [{property.Name}].");
            }
        }

        if (filters.Count == 0)
        {
            throw Refuse.IllegalArgument("[filters] cannot be empty.");
        }

        return new FiltersAggregation { Name = name, Filters = filters, Other = hasOther ? other ?? "_other_" : null, Keyed = keyed && filters[0].Item1 is not null };
    }

    public override Collector NewCollector(AggregationScope scope) => new FiltersCollector(this, scope);
}

/// <summary>Counts what matches each query.</summary>
internal sealed class FiltersCollector(FiltersAggregation aggregation, AggregationScope scope) : Collector
{
    private readonly Bucket[] _buckets = [.. aggregation.Filters.Select(_ => new Bucket(aggregation.Children, scope))];
    private readonly Bucket? _other = aggregation.Other is null ? null : new Bucket(aggregation.Children, scope);

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        var any = new Bits(block.Block.Rows);
        for (var i = 0; i < _buckets.Length; i++)
        {
            var matching = block.Matches(aggregation.Filters[i].Query);
            AddMatching(_buckets[i], matching, rows);
            _buckets[i].Flush(block);
            any.Or(matching);
        }

        if (_other is not null)
        {
            AddMatching(_other, any.Not(), rows);
            _other.Flush(block);
        }
    }

    private static void AddMatching(Bucket bucket, Bits matching, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            if (matching[row])
            {
                bucket.Add(row);
            }
        }
    }

    public override IAggregationResult Finish()
    {
        var named = aggregation.Filters[0].Name is not null;
        List<ResultBucket> buckets = [.. _buckets.Select((bucket, i) => bucket.Finish(new FilterKey(aggregation.Filters[i].Name, shown: named)))];
        if (_other is not null)
        {
            buckets.Add(_other.Finish(new FilterKey(aggregation.Other, shown: named)));
        }

        scope.Budget.Write(buckets.Count);
        return new BucketsResult("filters", buckets) { Keyed = aggregation.Keyed };
    }
}

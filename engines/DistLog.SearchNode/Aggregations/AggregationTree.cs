using DistLog.SearchNode.Aggregations.Pipelines;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Named aggregations side by side, as they stand in a request; the pipeline aggregations run over the results of the others.</summary>
internal sealed class AggregationTree(IReadOnlyList<Aggregation> aggregations, IReadOnlyList<PipelineAggregation> pipelines)
{
    public static AggregationTree Empty { get; } = new([], []);

    public IReadOnlyList<Aggregation> Aggregations => aggregations;

    /// <summary>The pipeline aggregations, each after those that it needs.</summary>
    public IReadOnlyList<PipelineAggregation> Pipelines => pipelines;

    public bool IsEmpty => aggregations.Count + pipelines.Count == 0;

    public Aggregation? Find(string name) => aggregations.FirstOrDefault(aggregation => aggregation.Name == name);

    /// <summary>Looks at the fields in an index before any document is: refuses those that won't do, and knows the types of the others.</summary>
    public void Prepare(IndexContext index)
    {
        foreach (var aggregation in aggregations)
        {
            foreach (var source in aggregation.Sources)
            {
                source.In(index);
            }

            aggregation.Children.Prepare(index);
        }
    }

    public CollectorSet NewCollectors(AggregationScope scope) => new(this, scope);
}

/// <summary>The collectors of a tree, for the whole search or for one bucket.</summary>
internal sealed class CollectorSet(AggregationTree tree, AggregationScope scope)
{
    private readonly Collector[] _collectors = [.. tree.Aggregations.Select(aggregation => aggregation.NewCollector(scope))];

    public AggregationScope Scope => scope;

    public void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        foreach (var collector in _collectors)
        {
            collector.Collect(block, rows);
        }
    }

    /// <summary>The results, those of sibling pipeline aggregations included.</summary>
    public ResultSet Finish()
    {
        var results = new ResultSet();
        for (var i = 0; i < _collectors.Length; i++)
        {
            results.Add(tree.Aggregations[i].Name, tree.Aggregations[i].Meta, Finish(i));
        }

        foreach (var pipeline in tree.Pipelines.OfType<SiblingPipeline>())
        {
            results.Add(pipeline.Name, pipeline.Meta, pipeline.Reduce(results));
        }

        return results;
    }

    /// <summary>An aggregation's result, after the pipeline aggregations that run over its buckets.</summary>
    private IAggregationResult Finish(int number)
    {
        var result = _collectors[number].Finish();
        if (result is BucketsResult buckets)
        {
            foreach (var pipeline in tree.Aggregations[number].Children.Pipelines.OfType<ParentPipeline>())
            {
                pipeline.Reduce(buckets);
            }
        }

        return result;
    }

    /// <summary>The value at a path such as <c>stats.avg</c> or <c>filter&gt;max</c>; null where there is none of that name.</summary>
    public double? Value(string path)
    {
        for (var i = 0; i < _collectors.Length; i++)
        {
            var name = tree.Aggregations[i].Name;
            if (name == path)
            {
                return _collectors[i].Value(null) ?? double.NaN;
            }

            if (path.Length > name.Length && path[name.Length] is '.' or '>' or '[' && path.StartsWith(name, StringComparison.Ordinal))
            {
                var rest = path[(name.Length + 1)..];
                return _collectors[i].Value(path[name.Length] == '[' ? rest.TrimEnd(']') : rest) ?? double.NaN;
            }
        }

        return null;
    }
}

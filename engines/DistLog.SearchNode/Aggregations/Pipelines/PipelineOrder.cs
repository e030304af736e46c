using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Aggregations.Pipelines;

/// <summary>Puts pipeline aggregations behind those that they read from.</summary>
internal static class PipelineOrder
{
    public static List<PipelineAggregation> Resolve(IReadOnlyList<Aggregation> aggregations, IReadOnlyList<PipelineAggregation> pipelines)
    {
        var ordered = new List<PipelineAggregation>(pipelines.Count);
        var visiting = new HashSet<PipelineAggregation>();
        foreach (var pipeline in pipelines)
        {
            Visit(pipeline);
        }

        return ordered;

        void Visit(PipelineAggregation pipeline)
        {
            if (ordered.Contains(pipeline))
            {
                return;
            }

            if (!visiting.Add(pipeline))
            {
                throw Refuse.IllegalArgument($"Cyclical dependency found with pipeline aggregator [{pipeline.Name}]");
            }

            foreach (var path in pipeline.Paths)
            {
                Follow(path);
            }

            visiting.Remove(pipeline);
            ordered.Add(pipeline);
        }

        void Follow(string path)
        {
            var first = BucketsPath.Parse(path).Elements[0];
            if (pipelines.FirstOrDefault(other => other.Name == first.Name || other.Name == path) is { } needed)
            {
                Visit(needed);
            }
            else if (first.Name is not ("_count" or "_key") && !aggregations.Any(aggregation => aggregation.Name == first.Name))
            {
                throw Refuse.IllegalArgument($"No aggregation found for path [{path}]");
            }
        }
    }
}

using System.Text.Json;
using DistLog.SearchNode.Aggregations.Pipelines;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Aggregations;

/// <summary>From the <c>aggs</c> of a request to a tree.</summary>
internal static class AggregationTreeParser
{
    /// <summary>As deep as aggregations may nest; each level multiplies the buckets of the one above.</summary>
    private const int DepthLimit = 20;

    /// <param name="body">The object of names and definitions.</param>
    /// <param name="request">Takes note of queries inside that need something from elsewhere.</param>
    /// <exception cref="ElasticsearchException">It can't be understood, or something in it doesn't fit its place.</exception>
    public static AggregationTree Parse(JsonElement body, QueryScope request)
    {
        // Names of queries inside an aggregation are not told with the hits.
        var scope = new QueryScope();
        var tree = Parse(body, scope, 0);
        request.Lookups.AddRange(scope.Lookups);
        Check(tree, null);
        return tree;
    }

    private static AggregationTree Parse(JsonElement body, QueryScope scope, int depth)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Refuse.Parsing($"Expected [START_OBJECT] under [aggs], but got a [{body.TokenName()}]");
        }

        if (depth > DepthLimit)
        {
            throw Refuse.IllegalArgument($"aggregations nest deeper than {DepthLimit}");
        }

        var (aggregations, pipelines) = (new List<Aggregation>(), new List<PipelineAggregation>());
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in body.EnumerateObject())
        {
            if (!names.Add(property.Name))
            {
                throw Refuse.IllegalArgument($"Two sibling aggregations cannot have the same name: [{property.Name}]");
            }

            ParseOne(property, scope, depth, aggregations, pipelines);
        }

        return new AggregationTree(aggregations, PipelineOrder.Resolve(aggregations, pipelines));
    }

    private static void ParseOne(JsonProperty property, QueryScope scope, int depth, List<Aggregation> aggregations, List<PipelineAggregation> pipelines)
    {
        var (name, body) = (property.Name, property.Value);
        if (name.AsSpan().ContainsAny("[]>") || name.Length == 0)
        {
            throw Refuse.Parsing($"Invalid aggregation name [{name}]. Aggregation names can contain any character except '[', ']', and '>'");
        }

        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Refuse.Parsing($"Aggregation definition for [{name} starts with a [{body.TokenName()}], expected a [START_OBJECT].");
        }

        var (type, definition, children, meta) = PartsOf(name, body);
        if (PipelineParser.TryParse(name, type, definition) is { } pipeline)
        {
            if (children is not null)
            {
                throw Refuse.Parsing($"Aggregation [{name}] cannot define sub-aggregations");
            }

            pipeline.Meta = meta;
            pipelines.Add(pipeline);
            return;
        }

        var aggregation = AggregationParser.Parse(name, type, definition, scope);
        (aggregation.Children, aggregation.Meta) = (children is { } tree ? Parse(tree, scope, depth + 1) : AggregationTree.Empty, meta);
        aggregations.Add(aggregation);
    }

    private static (string Type, JsonElement Definition, JsonElement? Children, JsonElement? Meta) PartsOf(string name, JsonElement body)
    {
        JsonProperty? found = null;
        JsonElement? children = null, meta = null;
        foreach (var property in body.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object)
            {
                throw Refuse.Parsing($"Expected [START_OBJECT] under [{property.Name}], but got a [{property.Value.TokenName()}] in [{name}]");
            }

            switch (property.Name)
            {
                case "aggs" or "aggregations":
                    children = children is null ? property.Value : throw Refuse.Parsing($"Found two sub aggregation definitions under [{name}]");
                    break;
                case "meta":
                    meta = property.Value.Clone();
                    break;
                default:
                    found = found is null ? property : throw Refuse.Parsing($"Found two aggregation type definitions in [{name}]: [{found.Value.Name}] and [{property.Name}]");
                    break;
            }
        }

        return found is { } definition
            ? (definition.Name, definition.Value, children, meta)
            : throw Refuse.Parsing($"Missing definition for aggregation [{name}]");
    }

    /// <summary>What can be said only when parents, children and siblings are known.</summary>
    private static void Check(AggregationTree tree, Aggregation? parent)
    {
        foreach (var aggregation in tree.Aggregations)
        {
            if (!aggregation.Children.IsEmpty && !aggregation.HasBuckets)
            {
                throw Refuse.IllegalArgument($"Aggregator [{aggregation.Name}] of type [{aggregation.TypedName}] cannot accept sub-aggregations");
            }

            aggregation.Check(parent);
            Check(aggregation.Children, aggregation);
        }

        foreach (var pipeline in tree.Pipelines)
        {
            pipeline.Check(tree, parent);
        }
    }
}

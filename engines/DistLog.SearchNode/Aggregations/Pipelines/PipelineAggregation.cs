using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations.Pipelines;

/// <summary>An aggregation over the results of others.</summary>
internal abstract class PipelineAggregation
{
    public required string Name { get; init; }

    /// <summary>The type's name in a request.</summary>
    public required string Type { get; init; }

    public JsonElement? Meta { get; set; }

    /// <summary>Where the numbers are: the request's <c>buckets_path</c>.</summary>
    public IReadOnlyList<string> Paths { get; set; } = [];

    public GapPolicy Gaps { get; private set; } = GapPolicy.Skip;

    public ValueFormat Format { get; private set; } = ValueFormat.Raw;

    protected string Path => Paths[0];

    /// <summary>Refuses what doesn't fit its place.</summary>
    public abstract void Check(AggregationTree siblings, Aggregation? parent);

    /// <summary>Takes an option that most kinds share; false where it is the kind's own.</summary>
    protected bool TakeShared(string name, JsonElement value)
    {
        switch (name)
        {
            case "buckets_path":
                Paths = value.ValueKind == JsonValueKind.Object ? throw Refuse.NotSupported($"buckets_path with names in a {Type} aggregation") : value.Strings();
                return true;
            case "gap_policy":
                Gaps = GapPolicies.Parse(value.Text() ?? "");
                return true;
            case "format":
                Format = ValueFormat.Of(null, value.Text());
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reads all options of a body.</summary>
    protected void Parse(JsonElement body)
    {
        foreach (var property in body.EnumerateObject())
        {
            if (!Take(property.Name, property.Value))
            {
                throw Refuse.ContentParse($"[{Type}] unknown field [{property.Name}]");
            }
        }
    }

    /// <summary>Takes an option; false where there is none of that name.</summary>
    protected virtual bool Take(string name, JsonElement value) => TakeShared(name, value);

    protected void RequirePath()
    {
        if (Paths.Count == 0)
        {
            throw Refuse.Parsing($"Required one of fields [buckets_path], but none were specified. ");
        }
    }

    protected static ElasticsearchException Invalid(string why) => Refuse.Validation(why);
}

/// <summary>Runs over the buckets of the aggregation that it stands in, and adds to each or takes some away.</summary>
internal abstract class ParentPipeline : PipelineAggregation
{
    public abstract void Reduce(BucketsResult buckets);

    /// <summary>For what goes from bucket to bucket: the parent must be a histogram without holes.</summary>
    protected void CheckSequence(Aggregation? parent)
    {
        var wanted = $"{Type} aggregation [{Name}] must have a histogram, date_histogram or auto_date_histogram as parent";
        if (parent is null)
        {
            throw Invalid(wanted + " but doesn't have a parent");
        }

        if (parent is not IntervalAggregation && parent.TypedName != "auto_date_histogram")
        {
            throw Invalid(wanted);
        }

        if (parent is IntervalAggregation { MinDocCount: not 0 })
        {
            throw Invalid($"parent histogram of {Type} aggregation [{Name}] must have min_doc_count of 0");
        }
    }

    protected void CheckOnePath()
    {
        if (Paths.Count != 1)
        {
            throw Invalid($"buckets_path must contain a single entry for aggregation [{Name}]");
        }
    }
}

/// <summary>Stands beside the aggregation whose buckets it sums up.</summary>
internal abstract class SiblingPipeline : PipelineAggregation
{
    public abstract IAggregationResult Reduce(ResultSet siblings);
}

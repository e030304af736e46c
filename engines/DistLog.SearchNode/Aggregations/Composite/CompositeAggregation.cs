using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations.Composite;

/// <summary><c>composite</c>: a bucket for each combination of several fields' values, page by page in the order of the values.</summary>
internal sealed class CompositeAggregation : Aggregation
{
    public override string TypedName => "composite";

    public override IEnumerable<ValueSource> Sources => Keys.Select(key => key.Source);

    public override bool HasManyBuckets => true;

    public List<CompositeSource> Keys { get; } = [];

    public int Size { get; private set; } = 10;

    /// <summary>The last key of the page before, by source; null for the first page.</summary>
    public JsonElement[]? After { get; private set; }

    public static CompositeAggregation Parse(string name, JsonElement body)
    {
        var aggregation = new CompositeAggregation { Name = name };
        JsonElement? sources = null, after = null;
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "sources":
                    sources = property.Value;
                    break;
                case "size":
                    aggregation.Size = property.Value.Int(property.Name) is > 0 and var size ? size : throw Refuse.IllegalArgument($"[size] must be greater than 0. Found [{property.Value.Text()}] in [{name}]");
                    break;
                case "after":
                    after = property.Value;
                    break;
                default:
                    throw Refuse.ContentParse($"[composite] unknown field [{property.Name}]");
            }
        }

        aggregation.TakeSources(sources ?? throw Refuse.IllegalArgument("Required [sources]"));
        aggregation.After = after is { } key ? aggregation.ParseAfter(key) : null;
        return aggregation;
    }

    private void TakeSources(JsonElement sources)
    {
        var each = sources.ValueKind == JsonValueKind.Array ? sources.EnumerateArray().SelectMany(source => source.EnumerateObject()) : sources.EnumerateObject();
        Keys.AddRange(each.Select(CompositeSource.Parse));
        if (Keys.Count == 0)
        {
            throw Refuse.IllegalArgument("Composite [sources] cannot be null or empty");
        }

        string[] twice = [.. Keys.GroupBy(source => source.Name).Where(group => group.Count() > 1).Select(group => group.Key)];
        if (twice.Length > 0)
        {
            throw Refuse.IllegalArgument($"Composite source names must be unique, found duplicates: [{string.Join(",", twice)}]");
        }
    }

    private JsonElement[] ParseAfter(JsonElement after)
    {
        var count = after.EnumerateObject().Count();
        if (count != Keys.Count)
        {
            throw Refuse.IllegalArgument($"[after] has {count} value(s) but [sources] has {Keys.Count}");
        }

        return [.. Keys.Select(source => after.TryGetProperty(source.Name, out var value) ? value.Clone() : throw Refuse.IllegalArgument($"Missing value for [after.{source.Name}]"))];
    }

    public override void Check(Aggregation? parent)
    {
        if (parent is not (null or FilterAggregation))
        {
            throw Refuse.IllegalArgument($"[composite] aggregation cannot be used with a parent aggregation of type: [{parent.TypedName}]");
        }
    }

    public override Collector NewCollector(AggregationScope scope) => new CompositeCollector(this, scope);
}

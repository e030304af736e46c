using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations;

/// <summary>What <c>histogram</c> and <c>date_histogram</c> have in common: buckets one after another, of one width.</summary>
internal abstract class IntervalAggregation : Aggregation
{
    public override bool HasManyBuckets => true;

    public override IEnumerable<ValueSource> Sources => [Source];

    public ValueSource Source { get; } = new();

    public int MinDocCount { get; private set; }

    public bool Keyed { get; private set; }

    public List<BucketOrder> Order { get; private set; } = [new("_key", false)];

    public override void Check(Aggregation? parent) => BucketOrder.Check(Order, Children);

    /// <summary>Reads a body: what is shared here, the rest by <see cref="Take"/>.</summary>
    protected void Parse(JsonElement body)
    {
        foreach (var property in body.EnumerateObject())
        {
            if (!Source.Take(property.Name, property.Value) && !TakeShared(property.Name, property.Value) && !Take(property.Name, property.Value))
            {
                throw Refuse.ContentParse($"[{TypedName}] unknown field [{property.Name}]");
            }
        }

        Source.Checked(TypedName, numeric: true);
    }

    /// <summary>Takes an option of the kind's own; false where there is none of that name.</summary>
    protected abstract bool Take(string name, JsonElement value);

    private bool TakeShared(string name, JsonElement value)
    {
        switch (name)
        {
            case "min_doc_count":
                MinDocCount = value.Int(name) is >= 0 and var least ? least : throw Refuse.IllegalArgument($"[minDocCount] must be greater than or equal to 0. Found [{value.Text()}] in [{Name}]");
                return true;
            case "keyed":
                Keyed = value.Bool(name);
                return true;
            case "order":
                Order = BucketOrder.Parse(value);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reads <c>min</c> and <c>max</c>; either may be left out.</summary>
    protected static (T? Min, T? Max) ParseBounds<T>(JsonElement body, Func<JsonElement, T?> parse)
    {
        var (min, max) = (default(T), default(T));
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "min":
                    min = property.Value.ValueKind == JsonValueKind.Null ? default : parse(property.Value);
                    break;
                case "max":
                    max = property.Value.ValueKind == JsonValueKind.Null ? default : parse(property.Value);
                    break;
                default:
                    throw Refuse.ContentParse($"[bounds] unknown field [{property.Name}]");
            }
        }

        return (min, max);
    }

    protected ElasticsearchException WrongBounds(string bounds, string min, string max) =>
        Refuse.IllegalArgument($"[{bounds}.min][{min}] cannot be greater than [{bounds}.max][{max}] for histogram aggregation [{Name}]");
}

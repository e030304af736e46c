using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations.Composite;

/// <summary><c>multi_terms</c>: a bucket for each combination of several fields' values, the most frequent ones.</summary>
internal sealed class MultiTermsAggregation : Aggregation
{
    /// <summary>Each more multiplies the combinations.</summary>
    private const int FieldLimit = 32;

    public override string TypedName => "multi_terms";

    public override IEnumerable<ValueSource> Sources => Terms;

    public override bool HasManyBuckets => true;

    public List<ValueSource> Terms { get; } = [];

    public int Size { get; private set; } = 10;

    public int MinDocCount { get; private set; } = 1;

    public bool ShowError { get; private set; }

    public List<BucketOrder> Order { get; private set; } = [new("_count", true)];

    public static MultiTermsAggregation Parse(string name, JsonElement body)
    {
        var aggregation = new MultiTermsAggregation { Name = name };
        foreach (var property in body.EnumerateObject())
        {
            aggregation.Take(property.Name, property.Value);
        }

        return aggregation.Terms.Count is > 1 and <= FieldLimit
            ? aggregation
            : throw Refuse.IllegalArgument($"The [terms] parameter in the aggregation [{name}] must be present and have at least 2 fields or scripts.");
    }

    public override void Check(Aggregation? parent) => BucketOrder.Check(Order, Children);

    public override Collector NewCollector(AggregationScope scope) => new MultiTermsCollector(this, scope);

    private void Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "terms":
                Terms.AddRange(value.EnumerateArray().Select(ParseTerm));
                break;
            case "size":
                Size = value.Int(name) is > 0 and var size ? size : throw Refuse.IllegalArgument($"[size] must be greater than 0. Found [{value.Text()}] in [{Name}]");
                break;
            case "min_doc_count":
                MinDocCount = value.Int(name) is >= 0 and var least ? least : throw Refuse.IllegalArgument($"[min_doc_count] must be greater than or equal to 0. Found [{value.Text()}] in [{Name}]");
                break;
            case "order":
                Order = BucketOrder.Parse(value);
                break;
            case "show_term_doc_count_error":
                ShowError = value.Bool(name);
                break;
            case "shard_size" or "shard_min_doc_count" or "collect_mode":
                break;
            default:
                throw Refuse.ContentParse($"[multi_terms] unknown field [{name}]");
        }
    }

    private static ValueSource ParseTerm(JsonElement body)
    {
        var source = new ValueSource();
        foreach (var property in body.EnumerateObject())
        {
            source.TakeOrRefuse("multi_terms", property);
        }

        return source.Checked("multi_terms", numeric: false);
    }
}

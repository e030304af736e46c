using System.Text.Json;
using DistLog.SearchNode.Aggregations.Buckets;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Aggregations;

/// <summary><c>terms</c>: a bucket for each value of a field, the most frequent ones; <c>rare_terms</c>: those that few documents have.</summary>
internal sealed class TermsAggregation : Aggregation
{
    /// <summary>Elasticsearch's bound of max_doc_count, for what is to count as rare.</summary>
    private const int RareLimit = 100;

    private int _rareCount = 1;

    public override string TypedName => IsRare ? "rare_terms" : "terms";

    public override IEnumerable<ValueSource> Sources => [Source];

    public override bool HasManyBuckets => true;

    public ValueSource Source { get; private init; } = new();

    public int Size { get; private set; } = 10;

    public int MinDocCount { get; private set; } = 1;

    /// <summary>Terms of few documents are wanted instead of those of many.</summary>
    public bool IsRare { get; private init; }

    public bool ShowError { get; private set; }

    public List<BucketOrder> Order { get; private set; } = [new("_count", true)];

    /// <summary>Which terms may have a bucket; null where all may.</summary>
    public TermFilter? Filter { get; private set; }

    public static TermsAggregation Parse(string name, JsonElement body)
    {
        var aggregation = new TermsAggregation { Name = name };
        aggregation.Parse(body);
        return aggregation;
    }

    public static TermsAggregation ParseRare(string name, JsonElement body)
    {
        var aggregation = new TermsAggregation { Name = name, IsRare = true, Size = int.MaxValue, Order = [new("_count", false)] };
        aggregation.Parse(body);
        return aggregation;
    }

    /// <summary>All terms of a field.</summary>
    public static TermsAggregation Of(string name, ValueSource source, TermFilter? filter) => new() { Name = name, Source = source, Filter = filter };

    /// <summary>The same terms, without anything inside.</summary>
    public TermsAggregation AsBackground() => Of(Name, Source, Filter);

    public override Collector NewCollector(AggregationScope scope) => new TermsCollector(this, scope);

    public override void Check(Aggregation? parent) => BucketOrder.Check(Order, Children);

    /// <summary>The name that typed_keys shows, by the letters for the type of the terms.</summary>
    public string NameOf(string type) => type + (IsRare ? "rareterms" : "terms");

    /// <summary>Whether a term of so many documents is given out.</summary>
    public bool Keeps(long count) => IsRare ? count <= _rareCount : count >= MinDocCount;

    private void Parse(JsonElement body)
    {
        foreach (var property in body.EnumerateObject())
        {
            if (!Source.Take(property.Name, property.Value) && !TakeFilter(property) && !(IsRare ? TakeRare(property.Name, property.Value) : Take(property.Name, property.Value)))
            {
                throw Refuse.ContentParse($"[{TypedName}] unknown field [{property.Name}]");
            }
        }

        Source.Checked(TypedName, numeric: false);
    }

    private bool TakeFilter(JsonProperty property)
    {
        if (property.Name is not ("include" or "exclude"))
        {
            return false;
        }

        Filter ??= new TermFilter(Name);
        Filter.Take(property.Name, property.Value);
        return true;
    }

    private bool TakeRare(string name, JsonElement value)
    {
        switch (name)
        {
            case "max_doc_count":
                _rareCount = value.Int(name) is >= 1 and <= RareLimit and var count
                    ? count
                    : throw Refuse.IllegalArgument(value.Int(name) < 1
                        ? $"[max_doc_count] must be greater than 0. Found [{value.Text()}] in [{Name}]"
                        : $"[max_doc_count] must be smaller than or equal to {RareLimit}in [{Name}]");
                return true;
            case "precision":
                return value.Double(name) >= 0.00001 ? true : throw Refuse.IllegalArgument("[precision] must be greater than 0.00001");
            default:
                return false;
        }
    }

    private bool Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "size":
                Size = value.Int(name) is > 0 and var size ? size : throw Refuse.IllegalArgument($"[size] must be greater than 0. Found [{value.Text()}] in [{Name}]");
                return true;
            case "min_doc_count":
                MinDocCount = value.Int(name) is >= 0 and var least ? least : throw Refuse.IllegalArgument($"[minDocCount] must be greater than or equal to 0. Found [{value.Text()}] in [{Name}]");
                return true;
            case "shard_size":
                return value.Int(name) is > 0 or -1 ? true : throw Refuse.IllegalArgument($"[shardSize] must be greater than  0. Found [{value.Text()}] in [{Name}]");
            case "shard_min_doc_count":
                return value.Int(name) >= 0 ? true : throw Refuse.IllegalArgument($"[shardMinDocCount] must be greater than or equal to 0. Found [{value.Text()}] in [{Name}]");
            case "order":
                Order = BucketOrder.Parse(value);
                return true;
            case "show_term_doc_count_error":
                ShowError = value.Bool(name);
                return true;
            case "collect_mode":
                return value.Text() is "depth_first" or "breadth_first" ? true : throw Refuse.Parsing($"No collect mode found for value [{value.Text()}]");
            case "execution_hint":
                return true;
            default:
                return false;
        }
    }
}

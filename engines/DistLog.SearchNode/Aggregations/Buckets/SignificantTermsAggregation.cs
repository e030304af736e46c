using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary><c>significant_terms</c>: the terms that are more frequent in a bucket than in the whole index.</summary>
internal sealed class SignificantTermsAggregation : Aggregation
{
    private static readonly string[] Known = ["jlh", "percentage", "chi_square", "mutual_information"];

    private readonly ValueSource _source = new();
    private TermFilter? _filter;

    public override string TypedName => "significant_terms";

    public override IEnumerable<ValueSource> Sources => [_source];

    public override bool HasManyBuckets => true;

    public int Size { get; private set; } = 10;

    public int MinDocCount { get; private set; } = 3;

    public Significance Significance { get; private set; } = new("jlh", default);

    /// <summary>What the bucket is compared with; null for the whole index.</summary>
    public Query? Background { get; private set; }

    /// <summary>What the terms are counted by.</summary>
    public TermsAggregation Terms { get; private set; } = null!;

    public static SignificantTermsAggregation Parse(string name, JsonElement body, QueryScope scope)
    {
        var aggregation = new SignificantTermsAggregation { Name = name };
        foreach (var property in body.EnumerateObject())
        {
            if (!aggregation._source.Take(property.Name, property.Value) && !aggregation.Take(property.Name, property.Value))
            {
                aggregation.TakeQuery(property, scope);
            }
        }

        aggregation.Terms = TermsAggregation.Of(name, aggregation._source.Checked("significant_terms", numeric: false), aggregation._filter);
        return aggregation;
    }

    public override Collector NewCollector(AggregationScope scope)
    {
        Terms.Children = Children;
        return new SignificantTermsCollector(this, scope);
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
            case "include" or "exclude":
                _filter ??= new TermFilter(Name);
                _filter.Take(name, value);
                return true;
            case "shard_size" or "shard_min_doc_count" or "execution_hint":
                return true;
            default:
                return false;
        }
    }

    private void TakeQuery(JsonProperty property, QueryScope scope)
    {
        switch (property.Name)
        {
            case "background_filter":
                Background = QueryParser.ParseOne(property.Value, scope);
                break;
            case "jlh" or "percentage" or "chi_square" or "mutual_information":
                Significance = new Significance(property.Name, property.Value);
                break;
            case "gnd" or "script_heuristic" or "p_value":
                throw Refuse.NotSupported($"{property.Name} in a significant_terms aggregation");
            default:
                var meant = Known.FirstOrDefault(known => known.Length == property.Name.Length && known.Zip(property.Name).Count(pair => pair.First != pair.Second) == 1);
                throw Refuse.ContentParse($"[significant_terms] unknown field [{property.Name}]{(meant is null ? "" : $" did you mean [{meant}]?")}");
        }
    }
}

using System.Text.Json;
using DistLog.SearchNode.Aggregations.Buckets;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Aggregations;

/// <summary>One range as it was asked: from (included) to (left out), or a network.</summary>
internal sealed record RangeSpec(string? Key, string? From, string? To, string? Mask);

/// <summary><c>range</c>, <c>date_range</c> and <c>ip_range</c>: a bucket for each of several ranges.</summary>
internal sealed class RangeAggregation(string type) : Aggregation
{
    public override string TypedName => type;

    public override IEnumerable<ValueSource> Sources => [Source];

    public override bool HasManyBuckets => true;

    public bool IsDate => type == "date_range";

    public ValueSource Source { get; } = new();

    public List<RangeSpec> Ranges { get; } = [];

    public bool Keyed { get; private set; }

    public ZoneOffset Zone { get; private set; } = ZoneOffset.Utc;

    public static RangeAggregation Parse(string name, string type, JsonElement body)
    {
        var aggregation = new RangeAggregation(type) { Name = name };
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "ranges":
                    aggregation.Ranges.AddRange(property.Value.EnumerateArray().Select(aggregation.ParseRange));
                    break;
                case "keyed":
                    aggregation.Keyed = property.Value.Bool("keyed");
                    break;
                case "time_zone" when aggregation.IsDate:
                    aggregation.Zone = ZoneOffset.Parse(property.Value.Text()!);
                    break;
                default:
                    aggregation.Source.TakeOrRefuse(type, property);
                    break;
            }
        }

        aggregation.Source.Checked(type, numeric: type != "ip_range");
        return aggregation.Ranges.Count == 0 ? throw Refuse.IllegalArgument($"No [ranges] specified for the [{name}] aggregation") : aggregation;
    }

    private RangeSpec ParseRange(JsonElement body)
    {
        string? key = null, from = null, to = null, mask = null;
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "key":
                    key = property.Value.Text();
                    break;
                case "from":
                    from = property.Value.Text();
                    break;
                case "to":
                    to = property.Value.Text();
                    break;
                case "mask" when type == "ip_range":
                    mask = property.Value.Text();
                    break;
                default:
                    throw Refuse.ContentParse($"[{type}] unknown field [{property.Name}]");
            }
        }

        return new RangeSpec(key, from, to, mask);
    }

    public override Collector NewCollector(AggregationScope scope) => type == "ip_range" ? new AddressRangeCollector(this, scope) : new RangeCollector(this, scope);
}

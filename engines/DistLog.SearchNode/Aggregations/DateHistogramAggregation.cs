using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Aggregations;

/// <summary><c>date_histogram</c>: a bucket for each interval of time.</summary>
internal sealed class DateHistogramAggregation : Aggregation
{
    public override string TypedName => "date_histogram";

    public override bool HasManyBuckets => true;

    public ValueSource Source { get; } = new();

    public CalendarUnit? Calendar { get; private set; }

    /// <summary>Milliseconds of a fixed interval.</summary>
    public long Fixed { get; private set; }

    public ZoneOffset Zone { get; private set; } = ZoneOffset.Utc;

    /// <summary>Milliseconds that the buckets' starts are moved by.</summary>
    public long Offset { get; private set; }

    public int MinDocCount { get; private set; }

    public bool Keyed { get; private set; }

    public List<BucketOrder> Order { get; private set; } = [new("_key", false)];

    /// <summary>Buckets from here to there are shown even if they are empty.</summary>
    public (string? Min, string? Max)? ExtendedBounds { get; private set; }

    /// <summary>No buckets outside of these.</summary>
    public (string? Min, string? Max)? HardBounds { get; private set; }

    public static DateHistogramAggregation Parse(string name, JsonElement body)
    {
        var aggregation = new DateHistogramAggregation { Name = name };
        foreach (var property in body.EnumerateObject())
        {
            if (!aggregation.Source.Take(property.Name, property.Value))
            {
                aggregation.Take(property.Name, property.Value);
            }
        }

        aggregation.Source.Checked();
        return aggregation.Calendar is null && aggregation.Fixed == 0
            ? throw Refuse.IllegalArgument("Invalid interval specified, must be non-null and non-empty")
            : aggregation;
    }

    public override Collector NewCollector(AggregationScope scope) => new DateHistogramCollector(this, scope);

    private void Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "calendar_interval":
                Calendar = CalendarUnits.ParseInterval(value.Text()!)
                    ?? throw Refuse.IllegalArgument($"The supplied interval [{value.Text()}] could not be parsed as a calendar interval.");
                break;
            case "fixed_interval":
                Fixed = (long)Durations.Parse(value.Text()!, name).TotalMilliseconds is > 0 and var millis ? millis : throw Refuse.IllegalArgument($"Zero or negative time interval not supported: [{value.Text()}]");
                break;
            case "time_zone":
                Zone = ZoneOffset.Parse(value.Text()!);
                break;
            case "offset":
                Offset = (long)ParseOffset(value).TotalMilliseconds;
                break;
            case "min_doc_count":
                MinDocCount = value.Int(name);
                break;
            case "keyed":
                Keyed = value.Bool(name);
                break;
            case "order":
                Order = BucketOrder.Parse(value);
                break;
            case "extended_bounds":
                ExtendedBounds = Bounds(value);
                break;
            case "hard_bounds":
                HardBounds = Bounds(value);
                break;
            default:
                throw Refuse.ContentParse($"[date_histogram] unknown field [{name}]");
        }
    }

    private static TimeSpan ParseOffset(JsonElement value)
    {
        var text = value.Text()!;
        if (value.ValueKind == JsonValueKind.Number)
        {
            return TimeSpan.FromMilliseconds(value.Double("offset"));
        }

        return text.StartsWith('-') ? -Durations.Parse(text[1..], "offset") : Durations.Parse(text.TrimStart('+'), "offset");
    }

    private static (string? Min, string? Max) Bounds(JsonElement value) =>
        (value.TryGetProperty("min", out var min) ? min.Text() : null, value.TryGetProperty("max", out var max) ? max.Text() : null);
}

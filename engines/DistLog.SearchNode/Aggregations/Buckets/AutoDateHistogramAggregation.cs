using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary><c>auto_date_histogram</c>: about so many intervals of time, whose width follows from the data.</summary>
internal sealed class AutoDateHistogramAggregation : Aggregation
{
    /// <summary>As many buckets as can be asked for: search.max_buckets by the largest number of units that are joined to one.</summary>
    private const int BucketLimit = BucketBudget.DefaultLimit / 30;

    private static readonly string[] Names = ["second", "minute", "hour", "day", "month", "year"];

    private int _from;

    public override string TypedName => "auto_date_histogram";

    public override IEnumerable<ValueSource> Sources => [Source];

    public override bool HasManyBuckets => true;

    public ValueSource Source { get; } = new();

    public int Buckets { get; private set; } = 10;

    public ZoneOffset Zone { get; private set; } = ZoneOffset.Utc;

    public static AutoDateHistogramAggregation Parse(string name, JsonElement body)
    {
        var aggregation = new AutoDateHistogramAggregation { Name = name };
        foreach (var property in body.EnumerateObject())
        {
            aggregation.Take(property);
        }

        aggregation.Source.Checked("auto_date_histogram", numeric: true);
        return aggregation;
    }

    /// <summary>The units that may be used, from the finest on.</summary>
    public TimeUnits[] Units() => [.. new TimeUnits[]
    {
        new(CalendarUnit.Second, Zone, "s", [1, 5, 10, 30]),
        new(CalendarUnit.Minute, Zone, "m", [1, 5, 10, 30]),
        new(CalendarUnit.Hour, Zone, "h", [1, 3, 12]),
        new(CalendarUnit.Day, Zone, "d", [1, 7]),
        new(CalendarUnit.Month, Zone, "M", [1, 3]),
        new(CalendarUnit.Year, Zone, "y", [1, 5, 10, 20, 50, 100]),
    }.Skip(_from)];

    private void Take(JsonProperty property)
    {
        switch (property.Name)
        {
            case "buckets":
                Buckets = property.Value.Int(property.Name);
                if (Buckets is <= 0 or > BucketLimit)
                {
                    throw Refuse.IllegalArgument(Buckets <= 0 ? $"buckets must be greater than 0 for [{Name}]" : $"buckets must be less than {BucketLimit}");
                }

                break;
            case "minimum_interval":
                _from = property.Value.Text() is { } least ? Array.IndexOf(Names, least) : 0;
                if (_from < 0)
                {
                    throw Refuse.IllegalArgument($"minimum_interval must be one of [{string.Join(", ", Names)}]");
                }

                break;
            case "time_zone":
                Zone = ZoneOffset.Parse(property.Value.Text() ?? "");
                break;
            default:
                Source.TakeOrRefuse(TypedName, property);
                break;
        }
    }

    public override Collector NewCollector(AggregationScope scope) => new AutoDateHistogramCollector(this, scope);
}

/// <summary>A unit of time, and how many of it may be joined to one bucket.</summary>
internal sealed class TimeUnits(CalendarUnit unit, ZoneOffset zone, string abbreviation, int[] multiples)
{
    public DateRounding Rounding { get; } = new(unit, 0, zone, 0);

    public string Abbreviation => abbreviation;

    public int[] Multiples => multiples;

    /// <summary>Milliseconds of the unit, roughly.</summary>
    public double Millis { get; } = CalendarUnits.EstimatedMillis(unit);
}

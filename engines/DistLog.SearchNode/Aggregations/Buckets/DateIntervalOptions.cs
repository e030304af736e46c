using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary>The options that say how time is cut: <c>calendar_interval</c>, <c>fixed_interval</c>, <c>time_zone</c>, <c>offset</c>.</summary>
internal sealed class DateIntervalOptions
{
    private CalendarUnit? _unit;
    private long _millis;
    private ZoneOffset _zone = ZoneOffset.Utc;
    private long _offset;

    /// <summary>Takes an option; false where it is none of these.</summary>
    public bool Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "calendar_interval":
                RefuseSecond();
                _unit = CalendarUnits.ParseInterval(value.Text() ?? "")
                    ?? throw Refuse.IllegalArgument($"The supplied interval [{value.Text()}] could not be parsed as a calendar interval.");
                return true;
            case "fixed_interval":
                RefuseSecond();
                _millis = (long)Durations.Parse(value.Text() ?? "", name).TotalMilliseconds is > 0 and var millis
                    ? millis
                    : throw Refuse.IllegalArgument($"Zero or negative time interval not supported: [{value.Text()}]");
                return true;
            case "interval":
                throw Refuse.ContentParse("[date_histogram] unknown field [interval]");
            case "time_zone":
                _zone = ZoneOffset.Parse(value.Text() ?? "");
                return true;
            case "offset":
                _offset = (long)ParseOffset(value).TotalMilliseconds;
                return true;
            default:
                return false;
        }
    }

    private void RefuseSecond()
    {
        if (_unit is not null || _millis > 0)
        {
            throw Refuse.IllegalArgument("Cannot use [fixed_interval] with [calendar_interval] configuration option.");
        }
    }

    public DateRounding Rounding() => _unit is null && _millis == 0
        ? throw Refuse.IllegalArgument("Invalid interval specified, must be non-null and non-empty")
        : new DateRounding(_unit, _millis, _zone, _offset);

    private static TimeSpan ParseOffset(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return TimeSpan.FromMilliseconds(value.Double("offset"));
        }

        var text = value.Text() ?? "";
        return text.StartsWith('-') ? -Durations.Parse(text[1..], "offset") : Durations.Parse(text.TrimStart('+'), "offset");
    }
}

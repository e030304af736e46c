using System.Buffers.Text;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Mapping.Dates;

/// <summary>A date field's format: one or more forms joined by <c>||</c>, tried in turn; the first writes.</summary>
internal sealed class DateFormat
{
    private const string Iso = "strict_date_optional_time";

    /// <summary>Elasticsearch's names for patterns; a name without the "strict_" it may have in front.</summary>
    private static readonly FrozenDictionary<string, string> Named = new Dictionary<string, string>
    {
        ["basic_date"] = "yyyyMMdd",
        ["basic_date_time"] = "yyyyMMdd'T'HHmmss.SSSX",
        ["basic_date_time_no_millis"] = "yyyyMMdd'T'HHmmssX",
        ["basic_ordinal_date"] = "yyyyDDD",
        ["basic_ordinal_date_time"] = "yyyyDDD'T'HHmmss.SSSX",
        ["basic_ordinal_date_time_no_millis"] = "yyyyDDD'T'HHmmssX",
        ["basic_time"] = "HHmmss.SSSX",
        ["basic_time_no_millis"] = "HHmmssX",
        ["basic_t_time"] = "'T'HHmmss.SSSX",
        ["basic_t_time_no_millis"] = "'T'HHmmssX",
        ["ordinal_date"] = "yyyy-DDD",
        ["ordinal_date_time"] = "yyyy-DDD'T'HH:mm:ss.SSSXXX",
        ["ordinal_date_time_no_millis"] = "yyyy-DDD'T'HH:mm:ssXXX",
        ["time"] = "HH:mm:ss.SSSXXX",
        ["time_no_millis"] = "HH:mm:ssXXX",
        ["t_time"] = "'T'HH:mm:ss.SSSXXX",
        ["t_time_no_millis"] = "'T'HH:mm:ssXXX",
        ["hour_minute_second_millis"] = "HH:mm:ss.SSS",
        ["hour_minute_second_fraction"] = "HH:mm:ss.SSS",
        ["date"] = "yyyy-MM-dd",
        ["date_hour"] = "yyyy-MM-dd'T'HH",
        ["date_hour_minute"] = "yyyy-MM-dd'T'HH:mm",
        ["date_hour_minute_second"] = "yyyy-MM-dd'T'HH:mm:ss",
        ["date_hour_minute_second_millis"] = "yyyy-MM-dd'T'HH:mm:ss.SSS",
        ["date_hour_minute_second_fraction"] = "yyyy-MM-dd'T'HH:mm:ss.SSS",
        ["date_time"] = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
        ["date_time_no_millis"] = "yyyy-MM-dd'T'HH:mm:ssXXX",
        ["hour"] = "HH",
        ["hour_minute"] = "HH:mm",
        ["hour_minute_second"] = "HH:mm:ss",
        ["year"] = "yyyy",
        ["year_month"] = "yyyy-MM",
        ["year_month_day"] = "yyyy-MM-dd",
    }.ToFrozenDictionary();

    private readonly List<(string Name, DatePattern? Pattern)> _forms = [];

    private DateFormat(string text) => Text = text;

    public static DateFormat Default { get; } = Parse("strict_date_optional_time||epoch_millis");

    public static DateFormat DefaultNanos { get; } = Parse("strict_date_optional_time_nanos||epoch_millis");

    /// <summary>The format as it was given.</summary>
    public string Text { get; }

    public static DateFormat Parse(string text)
    {
        var format = new DateFormat(text);
        foreach (var form in text.Split("||"))
        {
            format._forms.Add(ParseForm(form.Trim()));
        }

        return format;
    }

    private static (string, DatePattern?) ParseForm(string form)
    {
        var name = form is "iso8601" ? Iso : form;
        if (name is Iso or "date_optional_time" or "strict_date_optional_time_nanos" or "epoch_millis" or "epoch_second")
        {
            return (name, null);
        }

        var bare = name.StartsWith("strict_", StringComparison.Ordinal) ? name["strict_".Length..] : name;
        return DatePattern.TryCreate(Named.GetValueOrDefault(bare, name), out var pattern)
            ? (name, pattern)
            : throw Refuse.IllegalArgument($"Invalid format: [{form}]: Unknown pattern letter");
    }

    public bool TryParse(ReadOnlySpan<byte> text, out Instant instant) => TryParse(text, false, ZoneOffset.Utc, out instant);

    public bool TryParse(ReadOnlySpan<byte> text, bool roundUp, ZoneOffset zone, out Instant instant)
    {
        foreach (var (name, pattern) in _forms)
        {
            var parsed = name switch
            {
                "epoch_millis" => TryEpoch(text, 1000, out instant),
                "epoch_second" => TryEpoch(text, 1, out instant),
                _ when pattern is not null => pattern.TryParse(Encoding.UTF8.GetString(text), roundUp, zone, out instant),
                _ => IsoDate.TryParse(text, roundUp, zone, out instant),
            };
            if (parsed)
            {
                return true;
            }
        }

        instant = default;
        return false;
    }

    /// <summary>Writes a moment in the first form.</summary>
    public string Format(Instant instant, ZoneOffset? zone = null)
    {
        var (name, pattern) = _forms[0];
        return name switch
        {
            "epoch_millis" => Epoch(instant.Millis, instant.Nanos % 1_000_000, "D6"),
            "epoch_second" => Epoch(instant.Seconds, instant.Nanos, "D9"),
            _ when pattern is not null => pattern.Format(instant, zone ?? ZoneOffset.Utc),
            _ => FormatIso(instant, zone ?? ZoneOffset.Utc, name),
        };
    }

    /// <summary>A count of units, with what is left of one as a fraction where there is any.</summary>
    private static string Epoch(long units, long rest, string digits) =>
        units.ToString(CultureInfo.InvariantCulture) + (rest == 0 ? "" : "." + rest.ToString(digits, CultureInfo.InvariantCulture).TrimEnd('0'));

    private static string FormatIso(Instant instant, ZoneOffset zone, string name)
    {
        var offset = zone.SecondsAt(instant.Seconds);
        var time = CivilTime.Of(instant with { Seconds = instant.Seconds + offset });
        var fraction = name.EndsWith("_nanos", StringComparison.Ordinal) && time.Nanos % 1_000_000 != 0
            ? time.Nanos.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0')
            : (time.Nanos / 1_000_000).ToString("D3", CultureInfo.InvariantCulture);
        var suffix = offset == 0
            ? "Z"
            : string.Create(CultureInfo.InvariantCulture, $"{(offset < 0 ? '-' : '+')}{Math.Abs(offset) / 3600:D2}:{Math.Abs(offset) / 60 % 60:D2}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{time.Year:D4}-{time.Month:D2}-{time.Day:D2}T{time.Hour:D2}:{time.Minute:D2}:{time.Second:D2}.{fraction}{suffix}");
    }

    private static bool TryEpoch(ReadOnlySpan<byte> text, int perSecond, out Instant instant)
    {
        if (Utf8Parser.TryParse(text, out long whole, out var used) && used == text.Length)
        {
            instant = perSecond == 1000 ? InstantOfMillis(whole) : new Instant(whole, 0);
            return true;
        }

        if (Utf8Parser.TryParse(text, out decimal number, out used) && used == text.Length && Math.Abs(number) < 9_000_000_000_000_000m)
        {
            var nanos = number * (1_000_000_000m / perSecond);
            var seconds = Math.Floor(nanos / 1_000_000_000m);
            instant = new Instant((long)seconds, (int)(nanos - (seconds * 1_000_000_000m)));
            return true;
        }

        instant = default;
        return false;
    }

    private static Instant InstantOfMillis(long millis) => Instant.FromMillis(millis);
}

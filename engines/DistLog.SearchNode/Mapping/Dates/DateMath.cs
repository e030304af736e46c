using System.Globalization;
using System.Text;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Mapping.Dates;

/// <summary>Dates that are computed: <c>now-1h/h</c>, <c>2026-01-01||+1M/d</c>.</summary>
internal static class DateMath
{
    /// <param name="text">The expression or a plain date.</param>
    /// <param name="format">How a plain date is written.</param>
    /// <param name="now">The moment that <c>now</c> is.</param>
    /// <param name="roundUp">Rounding goes to the unit's last moment, and what a date leaves out is filled with its highest value.</param>
    /// <param name="zone">The zone of dates without one, and of rounding.</param>
    public static Instant Parse(string text, DateFormat format, Instant now, bool roundUp, ZoneOffset zone)
    {
        if (text.StartsWith("now", StringComparison.Ordinal))
        {
            return Apply(text.AsSpan(3), text, now, roundUp, zone);
        }

        var separator = text.IndexOf("||", StringComparison.Ordinal);
        var date = separator < 0 ? text : text[..separator];
        if (!format.TryParse(Encoding.UTF8.GetBytes(date), roundUp && separator < 0, zone, out var instant))
        {
            throw new ElasticsearchException(400, "parse_exception", $"failed to parse date field [{date}] with format [{format.Text}]");
        }

        return separator < 0 ? instant : Apply(text.AsSpan(separator + 2), text, instant, roundUp, zone);
    }

    private static Instant Apply(ReadOnlySpan<char> math, string text, Instant instant, bool roundUp, ZoneOffset zone)
    {
        for (var at = 0; at < math.Length;)
        {
            var operation = math[at++];
            var digits = at;
            while (at < math.Length && char.IsAsciiDigit(math[at]))
            {
                at++;
            }

            var amount = 1;
            var hasAmount = at > digits;
            if (at >= math.Length || (hasAmount && !int.TryParse(math[digits..at], NumberStyles.None, CultureInfo.InvariantCulture, out amount)))
            {
                throw Wrong(text, math);
            }

            var unit = math[at++];
            instant = operation switch
            {
                '+' => Add(instant, unit, amount, text),
                '-' => Add(instant, unit, -amount, text),
                '/' when !hasAmount => Round(instant, unit, roundUp, zone, text),
                _ => throw Wrong(text, math),
            };
        }

        return instant;
    }

    private static Instant Round(Instant instant, char unit, bool roundUp, ZoneOffset zone, string text)
    {
        var floor = CalendarUnits.Floor(instant, CalendarUnits.Parse(unit) ?? throw Wrong(text, unit.ToString()), zone);
        if (!roundUp)
        {
            return floor;
        }

        var next = CalendarUnits.Floor(Add(floor, unit, 1, text), CalendarUnits.Parse(unit)!.Value, zone);
        return Instant.FromMillis(next.Millis - 1) with { Nanos = 999_999_999 };
    }

    private static Instant Add(Instant instant, char unit, int amount, string text) => unit switch
    {
        's' => instant with { Seconds = instant.Seconds + amount },
        'm' => instant with { Seconds = instant.Seconds + (amount * 60L) },
        'h' or 'H' => instant with { Seconds = instant.Seconds + (amount * 3600L) },
        'd' => instant with { Seconds = instant.Seconds + (amount * 86_400L) },
        'w' => instant with { Seconds = instant.Seconds + (amount * 604_800L) },
        'M' => CalendarUnits.AddMonths(instant, amount),
        'y' => CalendarUnits.AddMonths(instant, amount * 12),
        _ => throw Wrong(text, unit.ToString()),
    };

    private static ElasticsearchException Wrong(string text, ReadOnlySpan<char> at) =>
        new(400, "parse_exception", $"operator not supported for date math [{at}] in [{text}]");
}

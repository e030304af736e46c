using System.Globalization;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Json;

/// <summary>Times such as <c>30s</c>, <c>5m</c>, <c>1d</c>.</summary>
internal static class Durations
{
    public static TimeSpan Parse(string text, string setting)
    {
        var digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c is '.' or '-').Count();
        if (!double.TryParse(text.AsSpan(0, digits), CultureInfo.InvariantCulture, out var number))
        {
            throw Wrong(text, setting);
        }

        if (text is "-1" or "0")
        {
            return number < 0 ? System.Threading.Timeout.InfiniteTimeSpan : TimeSpan.Zero;
        }

        return text[digits..] switch
        {
            // The smallest that there is are 100 ns.
            "nanos" => TimeSpan.FromTicks((long)(number / TimeSpan.NanosecondsPerTick)),
            "micros" => TimeSpan.FromTicks((long)(number * TimeSpan.TicksPerMicrosecond)),
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            "d" => TimeSpan.FromDays(number),
            _ => throw Wrong(text, setting),
        };
    }

    /// <summary>The duration in the largest unit that it is at least one of.</summary>
    public static string Text(TimeSpan duration)
    {
        var (number, unit) = duration switch
        {
            { TotalDays: >= 1 } => (duration.TotalDays, "d"),
            { TotalHours: >= 1 } => (duration.TotalHours, "h"),
            { TotalMinutes: >= 1 } => (duration.TotalMinutes, "m"),
            { TotalSeconds: >= 1 } => (duration.TotalSeconds, "s"),
            _ => (duration.TotalMilliseconds, "ms"),
        };
        return number.ToString("0.#", CultureInfo.InvariantCulture) + unit;
    }

    private static ElasticsearchException Wrong(string text, string setting) =>
        Refuse.IllegalArgument($"failed to parse setting [{setting}] with value [{text}] as a time value: unit is missing or unrecognized");
}

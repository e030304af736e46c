using System.Globalization;

namespace DistLog.Console.Search;

/// <summary>The time that a search looks at.</summary>
internal readonly record struct TimeRange(DateTimeOffset From, DateTimeOffset To)
{
    public const string Default = "1h";
    public const string Custom = "custom";

    /// <summary>The choices of the page: the value in the URL, and the words for it.</summary>
    public static IReadOnlyList<(string Value, string Words, TimeSpan Length)> Choices { get; } =
    [
        ("5m", "Last 5 minutes", TimeSpan.FromMinutes(5)),
        ("15m", "Last 15 minutes", TimeSpan.FromMinutes(15)),
        ("1h", "Last hour", TimeSpan.FromHours(1)),
        ("6h", "Last 6 hours", TimeSpan.FromHours(6)),
        ("24h", "Last 24 hours", TimeSpan.FromHours(24)),
        ("7d", "Last 7 days", TimeSpan.FromDays(7)),
        ("30d", "Last 30 days", TimeSpan.FromDays(30)),
        ("365d", "Last year", TimeSpan.FromDays(365)),
    ];

    // Events from nodes whose clock is ahead belong to "now" too.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <summary>Reads a range; what is missing or wrong becomes the default, and a range that is turned around is turned back.</summary>
    public static TimeRange Parse(string? range, string? from, string? to, DateTimeOffset now)
    {
        if (range == Custom)
        {
            var end = Time(to) ?? now + Ahead;
            var start = Time(from) ?? end - TimeSpan.FromHours(1);
            return start < end ? new TimeRange(start, end) : start > end ? new TimeRange(end, start) : new TimeRange(start, start.AddSeconds(1));
        }

        var choice = Choices.FirstOrDefault(choice => choice.Value == range, Choices.First(choice => choice.Value == Default));
        return new TimeRange(now - choice.Length, now + Ahead);
    }

    /// <summary>The part of the range that has been already, for a chart; the whole range where all of it lies ahead.</summary>
    public TimeRange Until(DateTimeOffset now) => From < now && now < To ? this with { To = now } : this;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year is > 1900 and < 2200
            ? time.ToUniversalTime()
            : null;
}

using System.Globalization;
using DistLog.Console.Search;

namespace DistLog.Tests.Console;

public sealed class TimeRangeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("15m", 15)]
    [InlineData("24h", 24 * 60)]
    [InlineData(null, 60)]
    [InlineData("nonsense", 60)]
    public void A_relative_range_ends_now(string? range, int minutes)
    {
        var parsed = TimeRange.Parse(range, null, null, Now);

        Assert.Equal((Now.AddMinutes(-minutes), Now.AddMinutes(1)), (parsed.From, parsed.To));
    }

    [Theory]
    [InlineData("2026-11-19T10:00:00", "2026-11-19T11:00:00", "2026-11-19 10:00", "2026-11-19 11:00")]
    [InlineData("2026-11-19T11:00:00", "2026-11-19T10:00:00", "2026-11-19 10:00", "2026-11-19 11:00")]
    [InlineData("2026-11-19T10:00:00+02:00", "2026-11-19T11:00:00Z", "2026-11-19 08:00", "2026-11-19 11:00")]
    [InlineData("yesterday", "2026-11-19T11:00:00", "2026-11-19 10:00", "2026-11-19 11:00")]
    [InlineData(null, null, "2026-11-20 07:01", "2026-11-20 08:01")]
    public void An_absolute_range_is_UTC_and_never_empty(string? from, string? to, string start, string end)
    {
        var parsed = TimeRange.Parse(TimeRange.Custom, from, to, Now);

        Assert.Equal((Utc(start), Utc(end)), (parsed.From, parsed.To));
    }

    [Fact]
    public void A_range_of_no_length_becomes_a_second()
    {
        var parsed = TimeRange.Parse(TimeRange.Custom, "2026-11-19T10:00:00", "2026-11-19T10:00:00", Now);

        Assert.Equal(TimeSpan.FromSeconds(1), parsed.To - parsed.From);
    }

    [Theory]
    [InlineData(15, 15)]
    [InlineData(60, 60)]
    [InlineData(24 * 60, 1800)]
    [InlineData(365 * 24 * 60, 604_800)]
    public void A_histogram_has_about_sixty_bars_at_most_of_a_readable_width(int minutes, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Histogram.IntervalFor(Now.AddMinutes(-minutes), Now));

    [Fact]
    public void A_histogram_fills_the_gaps()
    {
        var found = new Dictionary<DateTimeOffset, long[]> { [Now.AddSeconds(5)] = [0, 0, 1, 0, 2, 0] };
        var histogram = Histogram.Create(Now.AddSeconds(2), Now.AddSeconds(12), TimeSpan.FromSeconds(5), found);

        Assert.Equal([0, 3, 0], histogram.Bars.Select(bar => bar.Total));
        Assert.Equal(Now, histogram.Bars[0].Start);
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

using DistLog.SearchNode.Aggregations.Buckets;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.Tests.SearchNode.Aggregations;

public sealed class DateRoundingTests
{
    private static long Millis(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private static DateRounding Calendar(string unit, string zone) => new(CalendarUnits.ParseInterval(unit), 0, ZoneOffset.Parse(zone), 0);

    private static DateRounding Fixed(int hours, string zone) => new(null, hours * 3_600_000L, ZoneOffset.Parse(zone), 0);

    [Theory]
    [InlineData("day", "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z")]
    [InlineData("day", "Europe/Berlin", "2026-10-25T23:30:00Z", "2026-10-25T23:00:00Z")]
    [InlineData("week", "Europe/Berlin", "2026-04-01T00:00:00Z", "2026-03-29T22:00:00Z")]
    // The hour from 2 to 3 o'clock comes twice, and each has its own bucket.
    [InlineData("hour", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T00:00:00Z")]
    [InlineData("hour", "Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T01:00:00Z")]
    [InlineData("hour", "Asia/Kolkata", "2026-10-25T01:15:00Z", "2026-10-25T00:30:00Z")]
    // There the clock was put forward at midnight: the day begins at one.
    [InlineData("day", "America/Sao_Paulo", "2018-11-04T12:00:00Z", "2018-11-04T03:00:00Z")]
    [InlineData("year", "Asia/Tokyo", "2026-01-01T00:00:00Z", "2025-12-31T15:00:00Z")]
    public void Units_of_the_calendar_begin_by_the_zones_clock(string unit, string zone, string moment, string start) =>
        Assert.Equal(Millis(start), Calendar(unit, zone).Floor(Millis(moment)));

    [Theory]
    [InlineData(24, "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z")]
    [InlineData(12, "2026-03-29T12:00:00Z", "2026-03-29T10:00:00Z")]
    [InlineData(12, "2026-10-25T05:00:00Z", "2026-10-24T22:00:00Z")]
    public void Fixed_intervals_are_cut_by_the_zones_clock(int hours, string moment, string start) =>
        Assert.Equal(Millis(start), Fixed(hours, "Europe/Berlin").Floor(Millis(moment)));

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("Asia/Kathmandu")]
    public void Every_moment_lies_in_the_interval_that_it_is_given(string zone)
    {
        DateRounding[] roundings = [Calendar("hour", zone), Calendar("day", zone), Calendar("week", zone), Calendar("month", zone), Fixed(6, zone), Fixed(24, zone)];
        var random = new Random(5);
        for (var round = 0; round < 3000; round++)
        {
            var moment = Millis("2015-01-01T00:00:00Z") + random.NextInt64(12L * 365 * 86_400_000);
            foreach (var rounding in roundings)
            {
                var start = rounding.Floor(moment);
                Assert.True(start <= moment, $"{zone} {moment}: starts at {start}");
                Assert.Equal(start, rounding.Floor(start));
                Assert.True(rounding.Next(start) > start);
            }
        }
    }

    /// <summary>Buckets are told from the first and the last moment of a block, so no moment between them may lie elsewhere.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "2026-10-24T12:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-28T12:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-04T03:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-02-17T12:00:00Z")]
    public void Later_moments_never_lie_in_earlier_intervals(string zone, string around)
    {
        foreach (var rounding in (DateRounding[])[Calendar("hour", zone), Calendar("day", zone), Fixed(1, zone), Fixed(2, zone), Fixed(5, zone), Fixed(12, zone)])
        {
            var last = long.MinValue;
            for (var minute = 0; minute < 36 * 60; minute++)
            {
                var start = rounding.Floor(Millis(around) + (minute * 60_000L));
                Assert.True(start >= last, $"{zone} minute {minute}: {start} after {last}");
                last = start;
            }
        }
    }
}

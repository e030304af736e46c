using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.Tests.SearchNode;

public sealed class DateNameTests
{
    [Theory]
    [InlineData("basic_date", "20260503", "2026-05-03T00:00:00.000Z")]
    [InlineData("basic_date_time", "20260503T040506.789Z", "2026-05-03T04:05:06.789Z")]
    [InlineData("basic_ordinal_date", "2026123", "2026-05-03T00:00:00.000Z")]
    [InlineData("ordinal_date", "2026-123", "2026-05-03T00:00:00.000Z")]
    [InlineData("ordinal_date_time", "2026-123T04:05:06.789Z", "2026-05-03T04:05:06.789Z")]
    [InlineData("basic_time_no_millis", "040506+0200", "1970-01-01T02:05:06.000Z")]
    [InlineData("strict_time", "04:05:06.789Z", "1970-01-01T04:05:06.789Z")]
    [InlineData("t_time_no_millis", "T04:05:06Z", "1970-01-01T04:05:06.000Z")]
    [InlineData("hour_minute_second_millis", "04:05:06.789", "1970-01-01T04:05:06.789Z")]
    [InlineData("date_hour_minute", "2026-05-03T04:05", "2026-05-03T04:05:00.000Z")]
    public void A_named_format_reads_its_dates(string name, string text, string expected)
    {
        Assert.True(DateFormat.Parse(name).TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var instant));
        Assert.Equal(expected, DateFormat.Default.Format(instant));
    }
}

namespace DistLog.Tests.Router;

public sealed class EventTimeTests
{
    [Theory]
    [InlineData("""{"timestamp":"2026-11-20T07:00:00+00:00"}""", "2026-11-20T07:00:00.000Z")]
    [InlineData("""{"timestamp":"2026-11-20T07:00:00\u002B01:00"}""", "2026-11-20T06:00:00.000Z")]
    [InlineData("""{"timestamp":1795158000}""", "2026-11-20T07:00:00.000Z")]
    [InlineData("""{"timestamp":"1795158000123"}""", "2026-11-20T07:00:00.123Z")]
    [InlineData("""{"timestamp":1795158000.5,"@time":1795161600000000000}""", "2026-11-20T07:00:00.500Z")]
    [InlineData("""{"@timestamp":"2026-11-20T07:00:00Z"}""", "2026-11-20T07:00:00.000Z")]
    [InlineData("""{"@time":1795158000123456789}""", "2026-11-20T07:00:00.123456789Z")]
    [InlineData("""{"@time":0}""", Normalised.ArrivalText)]
    [InlineData("""{}""", Normalised.ArrivalText)]
    public void The_time_is_the_senders_else_the_transports_else_the_arrival(string json, string expected) =>
        Assert.Equal(expected, Normalised.Of(json).String("@timestamp"));

    [Theory]
    [InlineData("\"soon\"")]
    [InlineData("\"\"")]
    [InlineData("true")]
    [InlineData("0")]
    [InlineData("\"1989-12-31T23:59:59Z\"")]
    [InlineData("\"2026-11-21T08:00:00.001Z\"")]
    [InlineData("\"9999-01-01T00:00:00Z\"")]
    [InlineData("{\"a\":1}")]
    public void An_absurd_or_unreadable_timestamp_gives_way_to_the_arrival_and_is_kept(string value)
    {
        var log = Normalised.Of($$"""{"timestamp":{{value}},"@time":1795158000123456789}""");
        Assert.Equal(Normalised.ArrivalText, log.String("@timestamp"));
        Assert.Equal($$"""{"timestamp":{{value}}}""", log.Raw("attributes"));
    }

    [Theory]
    [InlineData("1990-01-01T00:00:00Z")]
    [InlineData("2026-11-21T08:00:00Z")]
    public void A_day_ahead_and_1990_are_still_believed(string value)
    {
        var log = Normalised.Of($$"""{"timestamp":"{{value}}"}""");
        Assert.Equal(value, log.String("@timestamp")!.Replace(".000", ""));
        Assert.Null(log.Raw("attributes"));
    }

    [Fact]
    public void The_senders_own_text_stays_in_its_field() =>
        Assert.Equal("2026-11-20 07:00:00,5", Normalised.Of("""{"timestamp":"2026-11-20 07:00:00,5"}""").String("timestamp"));

    [Fact]
    public void A_timestamp_with_more_digits_than_are_stored_is_kept()
    {
        var log = Normalised.Of("""{"timestamp":"2026-11-20T07:00:00.12345678912Z"}""");
        Assert.Equal("2026-11-20T07:00:00.123456789Z", log.String("@timestamp"));
        Assert.Equal("2026-11-20T07:00:00.12345678912Z", log.String("attributes.timestamp"));
    }

    [Fact]
    public void Times_under_other_names_are_used_and_stay()
    {
        var log = Normalised.Of("""{"ts":1795158000,"time":12.5}""");
        Assert.Equal("2026-11-20T07:00:00.000Z", log.String("@timestamp"));
        Assert.Equal("""{"ts":1795158000,"time":12.5}""", log.Raw("attributes"));
    }
}

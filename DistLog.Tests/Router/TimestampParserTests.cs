using System.Text;
using DistLog.Router.Normalisation;

namespace DistLog.Tests.Router;

public sealed class TimestampParserTests
{
    [Theory]
    [InlineData("2026-11-20T08:00:00Z", "2026-11-20T08:00:00.000Z")]
    [InlineData("2026-11-20T08:00:00z", "2026-11-20T08:00:00.000Z")]
    [InlineData("2026-11-20t08:00:00Z", "2026-11-20T08:00:00.000Z")]
    [InlineData("2026-11-20 08:00:00", "2026-11-20T08:00:00.000Z")]
    [InlineData(" 2026-11-20 08:00:00 ", "2026-11-20T08:00:00.000Z")]
    [InlineData("2026-11-20T08:00:00", "2026-11-20T08:00:00.000Z")]
    [InlineData("2026-11-20T08:00", "2026-11-20T08:00:00.000Z")]
    [InlineData("2026-11-20", "2026-11-20T00:00:00.000Z")]
    [InlineData("2026/11/20 08:00:00", "2026-11-20T08:00:00.000Z")]
    [InlineData("2026-11-20T08:00:00.1Z", "2026-11-20T08:00:00.100Z")]
    [InlineData("2026-11-20T08:00:00.123Z", "2026-11-20T08:00:00.123Z")]
    [InlineData("2026-11-20 08:00:00,123", "2026-11-20T08:00:00.123Z")]
    [InlineData("2026-11-20T08:00:00.123456", "2026-11-20T08:00:00.123456Z")]
    [InlineData("2026-11-20T08:00:00.123456789Z", "2026-11-20T08:00:00.123456789Z")]
    [InlineData("2026-11-20T08:00:00.1234567Z", "2026-11-20T08:00:00.123456700Z")]
    [InlineData("2026-11-20T10:00:00+02:00", "2026-11-20T08:00:00.000Z")]
    [InlineData("2026-11-20T10:00:00.5+0200", "2026-11-20T08:00:00.500Z")]
    [InlineData("2026-11-20T10:00:00+02", "2026-11-20T08:00:00.000Z")]
    [InlineData("2026-11-20 10:00:00 +0200", "2026-11-20T08:00:00.000Z")]
    [InlineData("2026-11-20 08:00:00 UTC", "2026-11-20T08:00:00.000Z")]
    [InlineData("2026-11-20T02:30:00-05:30", "2026-11-20T08:00:00.000Z")]
    [InlineData("2026-11-20T23:30:00-01:00", "2026-11-21T00:30:00.000Z")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z")]
    [InlineData("1795161600", "2026-11-20T08:00:00.000Z")]
    [InlineData("1795161600.25", "2026-11-20T08:00:00.250Z")]
    [InlineData("1795161600.123456", "2026-11-20T08:00:00.123456Z")]
    [InlineData("1795161600123", "2026-11-20T08:00:00.123Z")]
    [InlineData("1795161600123.5", "2026-11-20T08:00:00.123500Z")]
    [InlineData("1795161600123456", "2026-11-20T08:00:00.123456Z")]
    [InlineData("1795161600123456789", "2026-11-20T08:00:00.123456789Z")]
    [InlineData("1.7951616e9", "2026-11-20T08:00:00.000Z")]
    [InlineData("1.7951616e12", "2026-11-20T08:00:00.000Z")]
    public void A_time_in_any_form_of_loggers_is_read(string text, string expected)
    {
        Assert.True(TimestampParser.TryParse(Encoding.UTF8.GetBytes(text), out var nanoseconds, out var exact));
        Assert.True(exact);
        Assert.Equal(expected, Format(nanoseconds));
    }

    [Theory]
    [InlineData("2026-11-20T08:00:00.1234567891Z", "2026-11-20T08:00:00.123456789Z")]
    [InlineData("1795161600.0000000001", "2026-11-20T08:00:00.000Z")]
    [InlineData("1795161600123456.7891", "2026-11-20T08:00:00.123456789Z")]
    public void Digits_beyond_the_nanosecond_are_cut_and_told(string text, string expected)
    {
        Assert.True(TimestampParser.TryParse(Encoding.UTF8.GetBytes(text), out var nanoseconds, out var exact));
        Assert.False(exact);
        Assert.Equal(expected, Format(nanoseconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("yesterday")]
    [InlineData("2026-11-20T")]
    [InlineData("2026-11-20X08:00:00")]
    [InlineData("2026-11-20T8:00:00")]
    [InlineData("2026-11-20T08")]
    [InlineData("2026-11-20T08:00:")]
    [InlineData("2026-11-20T08:00:00.")]
    [InlineData("2026-11-20T08:00:00.Z")]
    [InlineData("2026-11-20T08:00:00+")]
    [InlineData("2026-11-20T08:00:00+2")]
    [InlineData("2026-11-20T08:00:00+24:00")]
    [InlineData("2026-11-20T08:00:00+02:60")]
    [InlineData("2026-11-20T08:00:00Zulu")]
    [InlineData("2026-11-20T24:00:00Z")]
    [InlineData("2026-11-20T08:60:00Z")]
    [InlineData("2026-11-20T08:00:61Z")]
    [InlineData("2026-13-20T08:00:00Z")]
    [InlineData("2026-11-31T08:00:00Z")]
    [InlineData("2025-02-29T08:00:00Z")]
    [InlineData("2026-11/20T08:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("99999999999999999999")]
    [InlineData("-9223372036854775809")]
    [InlineData("1e400")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("17951616ab")]
    [InlineData("1795161600.2x")]
    [InlineData("20261120T080000Z")]
    public void What_is_no_time_is_refused(string text) =>
        Assert.False(TimestampParser.TryParse(Encoding.UTF8.GetBytes(text), out _, out _));

    [Fact]
    public void Every_prefix_of_a_time_is_read_or_refused_without_a_fault()
    {
        var text = "2026-11-20T10:00:00.123456789+02:00"u8;
        for (var length = 0; length <= text.Length; length++)
        {
            _ = TimestampParser.TryParse(text[..length], out _, out _);
        }
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        Span<byte> buffer = stackalloc byte[TimestampFormat.MaxLength];
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var nanoseconds = random.NextInt64(4_102_444_800L * 1_000_000_000);
            var length = TimestampFormat.Write(nanoseconds, buffer);
            Assert.True(TimestampParser.TryParse(buffer[..length], out var read, out _));
            Assert.Equal(nanoseconds, read);
        }
    }

    private static string Format(long nanoseconds)
    {
        Span<byte> buffer = stackalloc byte[TimestampFormat.MaxLength];
        return Encoding.ASCII.GetString(buffer[..TimestampFormat.Write(nanoseconds, buffer)]);
    }
}

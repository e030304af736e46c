using DistLog.Client.MessagePack;

namespace DistLog.Tests.Client;

public sealed class MessagePackWriterTests
{
    [Theory]
    [InlineData(0L)]
    [InlineData(127L)]
    [InlineData(128L)]
    [InlineData(-32L)]
    [InlineData(-33L)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue + 1L)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Integers_of_every_width_come_back(long value) => Assert.Equal(value, RoundTrip(writer => writer.Write(value)));

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Text_of_every_header_width_comes_back(int length)
    {
        var text = new string('x', length);
        Assert.Equal(text, RoundTrip(writer => writer.Write(text)));
    }

    [Fact]
    public void Text_beyond_ASCII_is_measured_in_bytes()
    {
        var text = string.Concat(Enumerable.Repeat("ü€😀", 20));
        Assert.Equal(text, RoundTrip(writer => writer.Write(text)));
    }

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character() =>
        Assert.Equal("a\uFFFDb", RoundTrip(writer => writer.Write("a\ud800b")));

    [Fact]
    public void Event_time_keeps_its_ticks()
    {
        var time = new DateTimeOffset(2026, 11, 20, 8, 14, 49, TimeSpan.Zero).AddTicks(1234567);
        Assert.Equal(time, RoundTrip(writer => writer.WriteEventTime(time)));
    }

    [Fact]
    public void A_map_gets_its_count_when_it_ends()
    {
        var map = Assert.IsType<Dictionary<string, object?>>(RoundTrip(writer =>
        {
            var position = writer.BeginMap();
            writer.Write("yes");
            writer.Write(true);
            writer.Write("pi");
            writer.Write(3.25);
            writer.Write("none");
            writer.WriteNil();
            writer.EndMap(position, 3);
        }));
        Assert.Equal([true, 3.25, null], map.Values);
    }

    [Fact]
    public void The_buffer_grows_from_nothing_and_starts_anew_when_cleared()
    {
        using var writer = new MessagePackWriter(initialBytes: 1);
        for (var i = 0; i < 10_000; i++)
        {
            writer.Write((long)i);
        }

        var reader = new MessagePackReader(writer.WrittenMemory);
        for (var i = 0L; i < 10_000; i++)
        {
            Assert.Equal(i, reader.Read());
        }

        Assert.True(reader.IsAtEnd);
        writer.Clear();
        Assert.Equal(0, writer.Length);
    }

    private static object? RoundTrip(Action<MessagePackWriter> write)
    {
        using var writer = new MessagePackWriter();
        write(writer);
        var reader = new MessagePackReader(writer.WrittenSpan.ToArray());
        var value = reader.Read();
        Assert.True(reader.IsAtEnd);
        return value;
    }
}

using System.Net.Sockets;
using System.Text.Json;
using DistLog.Tests.Support;

namespace DistLog.Tests.Collector;

public sealed class ForwardTests : IAsyncLifetime
{
    private CollectorFixture _collector = null!;

    private RecorderSink Sink => _collector.Sink;

    public async Task InitializeAsync() => _collector = await CollectorFixture.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task A_message_becomes_its_json_with_tag_time_and_sender_at_the_end()
    {
        await SendAsync(Pack.Message(Pack.Record(("node_id", "n1"), ("message", "hi"))), 1);
        Assert.Equal("""{"node_id":"n1","message":"hi","@tag":"app.log","@time":1700000000000000000,"@sender":"127.0.0.1"}""", Sink.Values.Single());
        Assert.Equal("n1", Sink.Keys.Single());
    }

    [Fact]
    public async Task An_empty_record_is_one_and_its_key_is_the_sender()
    {
        await SendAsync(Pack.Message(Pack.Record()), 1);
        Assert.Equal("127.0.0.1", Sink.Keys.Single());
        using var json = JsonDocument.Parse(Sink.Values.Single());
        Assert.Equal("app.log", json.RootElement.GetProperty("@tag").GetString());
    }

    [Theory]
    [InlineData("message")]
    [InlineData("forward")]
    [InlineData("packed")]
    [InlineData("compressed")]
    [InlineData("concatenated gzip members")]
    public async Task Each_mode_is_taken_and_its_chunk_acknowledged(string mode)
    {
        using var stream = await _collector.ConnectAsync();
        await stream.WriteAsync(Mode(mode, "chunk-1"));
        await ExpectAckAsync(stream, "chunk-1");
        Assert.All(Sink.Values, value => JsonDocument.Parse(value).Dispose());
        Assert.Equal(mode == "message" ? 1 : 4, Sink.Values.Count);
        Assert.Empty(Sink.DeadLetters);
    }

    [Fact]
    public async Task Byte_by_byte_the_same_is_taken()
    {
        using var stream = await _collector.ConnectAsync();
        foreach (var b in Mode("packed", "c"))
        {
            await stream.WriteAsync(new[] { b });
        }
        await ExpectAckAsync(stream, "c");
        Assert.Equal(4, Sink.Values.Count);
    }

    [Theory]
    [InlineData("d7 00 65 53 f1 00 07 5b cd 15", "1700000000123456789")]
    [InlineData("c7 08 00 65 53 f1 00 07 5b cd 15", "1700000000123456789")]
    [InlineData("cb 41 d9 54 fc 40 10 00 00", "1700000000250000000")]
    [InlineData("ce 65 53 f1 00", "1700000000000000000")]
    [InlineData("cb 42 78 bc fe 6e ab 80 00", "1700000099000000000")]
    [InlineData("cf 00 00 01 8b cf e5 68 00", "1700000000000000000")]
    [InlineData("cb 7f f8 00 00 00 00 00 00", null)]
    [InlineData("00", null)]
    [InlineData("c0", null)]
    public async Task Each_form_of_time_is_read(string time, string? nanoseconds)
    {
        await SendAsync(Pack.Packed(Pack.Entry(Pack.Record(("a", "b")), Pack.Hex(time))), 1);
        using var json = JsonDocument.Parse(Sink.Values.Single());
        Assert.Equal(nanoseconds is not null, json.RootElement.TryGetProperty("@time", out var found));
        Assert.Equal(nanoseconds, nanoseconds is null ? null : found.GetRawText());
    }

    [Fact]
    public async Task A_chunk_is_acknowledged_only_after_the_sink_has_it()
    {
        Sink.Hold = true;
        using var stream = await _collector.ConnectAsync();
        await stream.WriteAsync(Mode("packed", "late"));
        await Wait.ForAsync("the batch is held", () => Sink.Held == 1);
        Assert.False(stream.Socket.Poll(0, SelectMode.SelectRead));
        Sink.AnswerAll();
        await ExpectAckAsync(stream, "late");
    }

    [Fact]
    public async Task A_failed_chunk_is_not_acknowledged_and_the_connection_closes()
    {
        Sink.Error = "the bus is away";
        using var stream = await _collector.ConnectAsync();
        await stream.WriteAsync(Mode("packed", "lost"));
        await ExpectCloseAsync(stream);
    }

    [Fact]
    public async Task Many_chunks_are_acknowledged_in_order()
    {
        using var stream = await _collector.ConnectAsync();
        for (var i = 0; i < 100; i++)
        {
            await stream.WriteAsync(Mode("message", $"c{i}"));
        }
        for (var i = 0; i < 100; i++)
        {
            await ExpectAckAsync(stream, $"c{i}");
        }
        Assert.Equal(100, Sink.Values.Count);
    }

    [Fact]
    public async Task What_is_no_record_becomes_a_dead_letter_and_the_rest_of_the_chunk_is_taken()
    {
        byte[] entries = [.. Pack.Entries(1), 0x05, .. Pack.Entry(Pack.Hex("93 01 02 03")), .. Pack.Entries(1)];
        using var stream = await _collector.ConnectAsync();
        await stream.WriteAsync(Pack.Packed(entries, "mixed"));
        await ExpectAckAsync(stream, "mixed");
        Assert.Equal(2, Sink.Values.Count);
        Assert.Equal(2, Sink.DeadLetters.Count);
        Assert.Contains("an array", Sink.DeadLetters[1].Reason, StringComparison.Ordinal);
        Assert.Equal("collector/forward", Sink.DeadLetters[0].Source);
        Assert.Equal([0x05], Sink.DeadLetters[0].Bytes);
    }

    [Fact]
    public async Task A_chunk_that_is_cut_keeps_its_whole_entries()
    {
        using var stream = await _collector.ConnectAsync();
        await stream.WriteAsync(Pack.Packed(Pack.Entries(3)[..^2], "cut"));
        await ExpectAckAsync(stream, "cut");
        Assert.Equal(2, Sink.Values.Count);
        Assert.Single(Sink.DeadLetters);
    }

    [Fact]
    public async Task Damaged_gzip_is_kept_as_a_dead_letter()
    {
        var gzip = Pack.Gzip(Pack.Entries(50));
        using var stream = await _collector.ConnectAsync();
        await stream.WriteAsync(Pack.Packed(gzip[..(gzip.Length / 2)], "half", "gzip"));
        await ExpectAckAsync(stream, "half");
        Assert.Equal(gzip[..(gzip.Length / 2)], Sink.DeadLetters.Single().Bytes);
    }

    [Fact]
    public async Task A_gzip_bomb_closes_the_connection()
    {
        using var stream = await _collector.ConnectAsync();
        await stream.WriteAsync(Pack.Packed(Pack.Gzip(new byte[100 * 1024 * 1024]), "bomb", "gzip"));
        await ExpectCloseAsync(stream);
        Assert.Empty(Sink.Values);
    }

    [Fact]
    public async Task Good_entries_between_bad_ones_are_all_taken()
    {
        byte[] entries = [.. Enumerable.Repeat<byte[]>([.. Pack.Entries(1), 0x05, 0xc0], 300).SelectMany(e => e)];
        using var stream = await _collector.ConnectAsync();
        await stream.WriteAsync(Pack.Packed(entries, "half"));
        await ExpectAckAsync(stream, "half");
        Assert.Equal(300, Sink.Values.Count);
        Assert.Equal(600, Sink.DeadLetters.Count);
    }

    [Fact]
    public async Task A_bomb_of_small_bad_entries_costs_few_dead_letters()
    {
        using var stream = await _collector.ConnectAsync();
        await stream.WriteAsync(Pack.Packed(new byte[1_000_000], "zeros"));
        await ExpectAckAsync(stream, "zeros");
        Assert.Equal(102, Sink.DeadLetters.Count);
        Assert.Equal(1_000_000, Sink.DeadLetters.Sum(letter => letter.Bytes.Length));
    }

    [Fact]
    public async Task A_record_over_the_limit_becomes_a_dead_letter()
    {
        byte[] entries = [.. Pack.Entry([0x81, 0xa1, 0x61, 0xdb, 0x00, 0x10, 0x00, 0x00, .. new byte[1 << 20]]), .. Pack.Entries(1)];
        using var stream = await _collector.ConnectAsync();
        await stream.WriteAsync(Pack.Packed(entries, "large"));
        await ExpectAckAsync(stream, "large");
        Assert.Single(Sink.Values);
        var parts = Sink.DeadLetters;
        Assert.Equal(entries[..^Pack.Entries(1).Length], parts.SelectMany(part => part.Bytes)); // nothing of it is lost
        Assert.All(parts, part => Assert.True(part.OriginalLength > 1 << 20));
    }

    [Fact]
    public async Task A_large_chunk_is_taken_in_several_batches_and_acknowledged_once()
    {
        using var stream = await _collector.ConnectAsync();
        await stream.WriteAsync(Pack.Packed(Pack.Entries(25_000), "large"));
        await ExpectAckAsync(stream, "large");
        Assert.Equal(25_000, Sink.Values.Count);
        Assert.Equal(25_000, Sink.Values.Distinct().Count());
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("garbage that is no MessagePack")]
    public async Task Garbage_closes_the_connection_and_harms_no_other(string garbage)
    {
        using var good = await _collector.ConnectAsync();
        using var bad = await _collector.ConnectAsync();
        await bad.WriteAsync(System.Text.Encoding.ASCII.GetBytes(garbage));
        await ExpectCloseAsync(bad);
        await good.WriteAsync(Mode("message", "c"));
        await ExpectAckAsync(good, "c");
    }

    [Fact]
    public async Task A_stop_waits_for_what_was_taken()
    {
        Sink.Hold = true;
        using var stream = await _collector.ConnectAsync();
        await stream.WriteAsync(Mode("packed", "last"));
        await Wait.ForAsync("the batch is held", () => Sink.Held == 1);
        var stop = _collector.StopAsync();
        Sink.AnswerAll();
        await ExpectAckAsync(stream, "last");
        await ExpectCloseAsync(stream);
        await stop;
    }

    private async Task SendAsync(byte[] message, int records)
    {
        using var stream = await _collector.ConnectAsync();
        await stream.WriteAsync(message);
        await Wait.ForAsync("the records are there", () => Sink.Values.Count == records);
    }

    private static byte[] Mode(string mode, string chunk) => mode switch
    {
        "message" => Pack.Message(Pack.Record(("a", "b")), chunk),
        "forward" => Pack.Forward([.. Enumerable.Range(0, 4).Select(i => Pack.Entry(Pack.Record(("i", $"{i}"))))], chunk),
        "packed" => Pack.Packed(Pack.Entries(4), chunk),
        "compressed" => Pack.Packed(Pack.Gzip(Pack.Entries(4)), chunk, "gzip"),
        _ => Pack.Packed([.. Pack.Gzip(Pack.Entries(2)), .. Pack.Gzip(Pack.Entries(2))], chunk, "gzip"),
    };

    private static async Task ExpectAckAsync(NetworkStream stream, string chunk)
    {
        var expected = Pack.Ack(chunk);
        var answer = new byte[expected.Length];
        await stream.ReadExactlyAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(expected, answer);
    }

    private static async Task ExpectCloseAsync(NetworkStream stream)
    {
        try
        {
            Assert.Equal(0, await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(10)));
        }
        catch (IOException)
        {
            // A reset is a close, too: what we sent after it closed makes one.
        }
    }
}

using System.Buffers;
using DistLog.Collector.Forward;

namespace DistLog.Tests.Collector;

public sealed class ForwardFramerTests
{
    private const int Limit = 64 * 1024;

    public static TheoryData<string> Samples => ["message", "message with option", "forward", "packed", "compressed", "event time", "heartbeat", "every type"];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_whole_message_is_done(string name)
    {
        var sample = Sample(name);
        var buffer = new ReadOnlySequence<byte>([.. sample, 0x93]);
        Assert.True(new ForwardFramer(Limit).TryRead(ref buffer, out var frame));
        Assert.Equal(sample, frame.ToArray());
        Assert.Equal(1, buffer.Length);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Cut_at_every_byte_it_asks_for_more(string name)
    {
        var sample = Sample(name);
        for (var cut = 0; cut < sample.Length; cut++)
        {
            var buffer = new ReadOnlySequence<byte>(sample[..cut]);
            var framer = new ForwardFramer(Limit);
            Assert.False(framer.TryRead(ref buffer, out _));
            Assert.Equal(cut, buffer.Length);
            buffer = Split(sample, cut);
            Assert.True(framer.TryRead(ref buffer, out var frame), $"cut at {cut}");
            Assert.Equal(sample, frame.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Byte_by_byte_it_is_done_with_the_last(string name)
    {
        var sample = Sample(name);
        var framer = new ForwardFramer(Limit);
        for (var length = 1; length < sample.Length; length++)
        {
            var part = Segments(sample[..length], 1);
            Assert.False(framer.TryRead(ref part, out _));
        }
        var whole = Segments(sample, 1);
        Assert.True(framer.TryRead(ref whole, out var frame));
        Assert.Equal(sample, frame.ToArray());
        Assert.True(whole.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Segments_of_every_size_give_the_same(string name)
    {
        var sample = Sample(name);
        for (var size = 1; size <= sample.Length; size++)
        {
            var buffer = Segments([.. sample, .. sample], size);
            var framer = new ForwardFramer(Limit);
            Assert.True(framer.TryRead(ref buffer, out _));
            Assert.True(framer.TryRead(ref buffer, out var second));
            Assert.Equal(sample, second.ToArray());
            Assert.True(buffer.IsEmpty);
        }
    }

    [Theory]
    [InlineData("dd ff ff ff ff", "too_large")]
    [InlineData("93 a1 61 df ff ff ff ff", "too_large")]
    [InlineData("92 a1 61 c6 7f ff ff ff 00 00", "too_large")]
    [InlineData("92 a1 61 c6 ff ff ff ff", "too_large")]
    [InlineData("92 a1 61 c9 ff ff ff ff 00", "too_large")]
    [InlineData("93 a1 61 c1", "malformed")]
    [InlineData("91 a1 61", "not_forward")]
    [InlineData("47 45 54 20 2f", "not_forward")]
    [InlineData("16 03 01 02 00", "not_forward")]
    public void What_can_not_be_is_refused_at_once(string hex, string kind)
    {
        var refusal = Assert.Throws<PeerException>(() =>
        {
            var buffer = new ReadOnlySequence<byte>(Pack.Hex(hex));
            new ForwardFramer(Limit).TryRead(ref buffer, out _);
        });
        Assert.Equal(kind, refusal.Kind);
    }

    [Fact]
    public void A_nested_bomb_is_refused_when_its_depth_is_reached()
    {
        byte[] bomb = [0x92, 0xa1, 0x61, .. Enumerable.Repeat((byte)0x91, 100_000)];
        var refusal = Assert.Throws<PeerException>(() =>
        {
            var buffer = Segments(bomb, 4096);
            new ForwardFramer(64 * 1024 * 1024).TryRead(ref buffer, out _);
        });
        Assert.Equal("too_deep", refusal.Kind);
    }

    [Fact]
    public void A_message_of_the_limit_passes_and_one_byte_more_does_not()
    {
        var largest = Pack.Packed(new byte[Limit - Pack.Packed([]).Length]);
        Assert.Equal(Limit, largest.Length);
        var buffer = new ReadOnlySequence<byte>(largest);
        Assert.True(new ForwardFramer(Limit).TryRead(ref buffer, out _));
        Assert.Throws<PeerException>(() =>
        {
            var larger = new ReadOnlySequence<byte>(largest);
            new ForwardFramer(Limit - 1).TryRead(ref larger, out _);
        });
    }

    private static byte[] Sample(string name) => name switch
    {
        "message" => Pack.Message(Pack.Record(("a", "b"))),
        "message with option" => Pack.Message(Pack.Record(("a", "b")), "c1"),
        "forward" => Pack.Forward([Pack.Entry(Pack.Record(("a", "b"))), Pack.Entry(Pack.Record())], "c2"),
        "packed" => Pack.Packed(Pack.Entries(3), "c3"),
        "compressed" => Pack.Packed(Pack.Gzip(Pack.Entries(3)), "c4", "gzip"),
        "event time" => Pack.Hex("93 a1 61 d7 00 65 53 f1 00 07 5b cd 15 80"),
        "heartbeat" => [0xc0],
        _ => Pack.Hex("93 a1 61 00 dc 00 14 7f e0 c0 c2 c3 cc ff cd ff ff ce ff ff ff ff cf ff ff ff ff ff ff ff ff d0 80 d1 80 00 d2 80 00 00 00"
            + "d3 80 00 00 00 00 00 00 00 ca 3f 80 00 00 cb 3f f0 00 00 00 00 00 00 c4 01 00 d4 01 00 c7 03 05 01 02 03 d9 01 61 df 00 00 00 01 a1 62 d8 02 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f"),
    };

    private static ReadOnlySequence<byte> Split(byte[] bytes, int at) => at == 0
        ? new(bytes)
        : Join(bytes[..at], bytes[at..]);

    private static ReadOnlySequence<byte> Segments(byte[] bytes, int size) => Join([.. bytes.Chunk(size)]);

    private static ReadOnlySequence<byte> Join(params byte[][] parts)
    {
        var first = new Segment(parts[0], 0);
        var last = first;
        foreach (var part in parts.Skip(1))
        {
            last = last.Append(part);
        }
        return new(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, long index)
        {
            Memory = bytes;
            RunningIndex = index;
        }

        public Segment Append(byte[] bytes)
        {
            var next = new Segment(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}

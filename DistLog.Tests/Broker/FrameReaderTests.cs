using System.Buffers;
using System.Buffers.Binary;
using DistLog.Broker.Network;

namespace DistLog.Tests.Broker;

public sealed class FrameReaderTests
{
    private const int MaxFrameBytes = 1000;

    [Fact]
    public void A_whole_frame_is_taken_and_the_rest_stays()
    {
        var buffer = new ReadOnlySequence<byte>([.. Frame(20), .. Frame(30)]);

        Assert.Equal(FrameStatus.Done, FrameReader.TryRead(ref buffer, MaxFrameBytes, out var first, out _));
        Assert.Equal(20, first.Length);
        Assert.Equal(FrameStatus.Done, FrameReader.TryRead(ref buffer, MaxFrameBytes, out var second, out _));
        Assert.Equal(30, second.Length);
        Assert.True(buffer.IsEmpty);
    }

    [Fact]
    public void Cut_at_every_byte_asks_for_more_and_takes_nothing()
    {
        var whole = Frame(64);
        for (var cut = 0; cut < whole.Length; cut++)
        {
            var buffer = new ReadOnlySequence<byte>(whole, 0, cut);
            Assert.Equal(FrameStatus.NeedMore, FrameReader.TryRead(ref buffer, MaxFrameBytes, out _, out _));
            Assert.Equal(cut, buffer.Length);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(MaxFrameBytes + 1)]
    [InlineData(0)]
    [InlineData(FrameReader.MinFrameBytes - 1)]
    public void A_length_that_can_not_be_is_malformed_at_once(int length)
    {
        var prefix = new byte[FrameReader.PrefixBytes];
        BinaryPrimitives.WriteInt32BigEndian(prefix, length);
        var buffer = new ReadOnlySequence<byte>(prefix);

        Assert.Equal(FrameStatus.Malformed, FrameReader.TryRead(ref buffer, MaxFrameBytes, out _, out var declared));
        Assert.Equal(length, declared);
    }

    [Fact]
    public void The_longest_frame_is_taken()
    {
        var buffer = new ReadOnlySequence<byte>(Frame(MaxFrameBytes));
        Assert.Equal(FrameStatus.Done, FrameReader.TryRead(ref buffer, MaxFrameBytes, out var frame, out _));
        Assert.Equal(MaxFrameBytes, frame.Length);
    }

    private static byte[] Frame(int length)
    {
        var frame = new byte[FrameReader.PrefixBytes + length];
        BinaryPrimitives.WriteInt32BigEndian(frame, length);
        return frame;
    }
}

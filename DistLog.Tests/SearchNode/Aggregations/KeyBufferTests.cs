using DistLog.SearchNode.Aggregations.Composite;

namespace DistLog.Tests.SearchNode.Aggregations;

public sealed class KeyBufferTests
{
    private static byte[] Key(Action<KeyBuffer> write)
    {
        var key = new KeyBuffer();
        write(key);
        return key.Written.ToArray();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bytes_of_keys_stand_in_the_order_of_their_values(bool descending)
    {
        var random = new Random(11);
        for (var round = 0; round < 5000; round++)
        {
            var (a, b) = (Text(random), Text(random));
            var (m, n) = (random.NextInt64(-3, 4) * (long.MaxValue / 4), random.NextInt64(-3, 4) * (long.MaxValue / 4));
            var (x, y) = ((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300)), random.Next(3) - 1.0);
            var turn = descending ? -1 : 1;
            Assert.Equal(turn * Math.Sign(a.AsSpan().SequenceCompareTo(b)), Math.Sign(Compare(key => key.WriteString(a, descending), key => key.WriteString(b, descending))));
            Assert.Equal(turn * m.CompareTo(n), Math.Sign(Compare(key => key.WriteLong(m, descending), key => key.WriteLong(n, descending))));
            Assert.Equal(turn * x.CompareTo(y), Math.Sign(Compare(key => key.WriteDouble(x, descending), key => key.WriteDouble(y, descending))));
        }
    }

    private static int Compare(Action<KeyBuffer> first, Action<KeyBuffer> second) => Key(first).AsSpan().SequenceCompareTo(Key(second));

    private static byte[] Text(Random random) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => (byte)random.Next(3)), .. random.Next(4) == 0 ? new byte[] { 0xFF } : []];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parts_are_read_as_they_were_written(bool descending)
    {
        ReadOnlySpan<byte> key = Key(buffer =>
        {
            buffer.WriteString([0, 1, 0, 0xFF], descending);
            buffer.WriteMissing(last: true);
            buffer.WriteLong(-42, descending);
            buffer.WriteDouble(-0.1, descending);
        });
        Assert.Equal<byte>([0, 1, 0, 0xFF], KeyBuffer.Read(ref key, descending).Bytes!);
        Assert.Equal(KeyKind.Missing, KeyBuffer.Read(ref key, descending).Kind);
        Assert.Equal(-42, KeyBuffer.Read(ref key, descending).Long);
        Assert.Equal(-0.1, KeyBuffer.Read(ref key, descending).Double);
        Assert.True(key.IsEmpty);
    }
}

using System.Text;
using DistLog.Router.Deduplication;

namespace DistLog.Tests.Router;

public sealed class DeduplicationTests
{
    [Fact]
    public void The_hash_is_SipHash_2_4_with_128_bits()
    {
        // The key 00..0f and inputs 00, 01, … of the reference implementation's vectors.
        var hash = new SipHash(0x0706050403020100, 0x0f0e0d0c0b0a0908);
        Assert.Equal("a3817f04ba25a8e66df67214c7550293", Hex(hash.Compute([])));
        Assert.Equal("da87c1d86b99af44347659119b22fc45", Hex(hash.Compute([0])));
        Assert.Equal("5150d1772f50834a503e069a973fbd7c", Hex(hash.Compute([.. Enumerable.Range(0, 63).Select(i => (byte)i)])));
    }

    [Fact]
    public void An_id_is_new_once()
    {
        var window = new DeduplicationWindow(1_000);
        Assert.True(window.Add("a"u8));
        Assert.True(window.Add("b"u8));
        Assert.False(window.Add("a"u8));
    }

    [Fact]
    public void At_least_the_capacity_is_remembered_and_no_more_than_twice_of_it()
    {
        var window = new DeduplicationWindow(10_000);
        Assert.All(Enumerable.Range(0, 30_000), i => Assert.True(window.Add(Id(i))));
        Assert.All(Enumerable.Range(20_000, 10_000), i => Assert.False(window.Add(Id(i))));
        Assert.True(window.Add(Id(0)));
    }

    private static byte[] Id(int i) => Encoding.ASCII.GetBytes($"node-{i}");

    private static string Hex(UInt128 hash)
    {
        var bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(bytes, hash);
        return Convert.ToHexStringLower(bytes);
    }
}

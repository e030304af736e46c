using System.Text;
using DistLog.Broker.Records;

namespace DistLog.Tests.Broker;

public sealed class CodecTests
{
    private const int MaxBytes = 1_000_000;

    /// <summary>Made with python-snappy.</summary>
    private static readonly byte[] PackedSnappy = Convert.FromBase64String(
        "jgOAeyJub2RlX2lkIjoibi0wIiwibGV2ZWwiOiJJTkZPIn0sNiEAADF+IQAAMn4hAAAzfiEAADR+IQAANX4hAAA2fiEAADd+IQAAOH4hAAA5fiEAADGGSwFKTAE=");

    /// <summary>Made with python-lz4.</summary>
    private static readonly byte[] PackedLz4 = Convert.FromBase64String(
        "BCJNGGhAjgEAAAAAAABfYAAAAPoSeyJub2RlX2lkIjoibi0wIiwibGV2ZWwiOiJJTkZPIn0sIQAfMSEADR8yIQANHzMhAA0fNCEADR81IQANHzYhAA0fNyEADR84IQANHzkhAA0fMUsBDwpMAVBGTyJ9LAAAAAA=");

    private static readonly string Expected =
        string.Concat(Enumerable.Range(0, 12).Select(i => "{\"node_id\":\"n-" + i + "\",\"level\":\"INFO\"},"));

    [Fact]
    public void Snappy_is_unpacked() => Assert.Equal(Expected, Encoding.UTF8.GetString(Snappy.TryUnpack(PackedSnappy, MaxBytes)!.Value.Span));

    [Fact]
    public void Snappy_in_the_framing_of_Java_clients_is_unpacked()
    {
        byte[] framed =
        [
            0x82, .. "SNAPPY\0"u8, 0, 0, 0, 1, 0, 0, 0, 1,
            0, 0, 0, (byte)PackedSnappy.Length, .. PackedSnappy,
            0, 0, 0, (byte)PackedSnappy.Length, .. PackedSnappy,
        ];
        Assert.Equal(Expected + Expected, Encoding.UTF8.GetString(Snappy.TryUnpack(framed, MaxBytes)!.Value.Span));
    }

    [Fact]
    public void Lz4_is_unpacked() => Assert.Equal(Expected, Encoding.UTF8.GetString(Lz4Frame.TryUnpack(PackedLz4, MaxBytes)!.Value.Span));

    [Fact]
    public void Cut_at_every_byte_nothing_is_unpacked()
    {
        for (var cut = 0; cut < PackedSnappy.Length; cut++)
        {
            Assert.Null(Snappy.TryUnpack(PackedSnappy.AsSpan(0, cut), MaxBytes));
        }

        for (var cut = 0; cut < PackedLz4.Length; cut++)
        {
            Assert.Null(Lz4Frame.TryUnpack(PackedLz4.AsSpan(0, cut), MaxBytes));
        }
    }

    [Fact]
    public void Any_flipped_bit_ends_in_an_answer_and_in_no_exception()
    {
        foreach (var packed in new[] { PackedSnappy, PackedLz4 })
        {
            for (var bit = 0; bit < packed.Length * 8; bit++)
            {
                var damaged = packed.ToArray();
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                _ = Snappy.TryUnpack(damaged, MaxBytes);
                _ = Lz4Frame.TryUnpack(damaged, MaxBytes);
            }
        }
    }

    [Fact]
    public void More_than_the_limit_is_not_unpacked()
    {
        Assert.Null(Snappy.TryUnpack(PackedSnappy, Expected.Length - 1));
        Assert.Null(Lz4Frame.TryUnpack(PackedLz4, Expected.Length - 1));
        Assert.NotNull(Lz4Frame.TryUnpack(PackedLz4, Expected.Length));
    }
}

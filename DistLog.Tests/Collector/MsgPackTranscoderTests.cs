using System.Text;
using System.Text.Json;
using DistLog.Collector.MsgPack;
using DistLog.Collector.Records;

namespace DistLog.Tests.Collector;

public sealed class MsgPackTranscoderTests
{
    [Theory]
    [InlineData("80", "{}")]
    [InlineData("81 a1 61 01", """{"a":1}""")]
    [InlineData("82 a1 61 c0 a1 62 c3", """{"a":null,"b":true}""")]
    [InlineData("81 a1 61 ff", """{"a":-1}""")]
    [InlineData("81 a1 61 cf ff ff ff ff ff ff ff ff", """{"a":18446744073709551615}""")]
    [InlineData("81 a1 61 d3 80 00 00 00 00 00 00 00", """{"a":-9223372036854775808}""")]
    [InlineData("81 a1 61 d1 80 00", """{"a":-32768}""")]
    [InlineData("81 a1 61 cb 3f b9 99 99 99 99 99 9a", """{"a":0.1}""")]
    [InlineData("81 a1 61 ca 3d cc cc cd", """{"a":0.1}""")]
    [InlineData("81 a1 61 cb 7f f8 00 00 00 00 00 00", """{"a":"NaN"}""")]
    [InlineData("81 a1 61 cb 7f f0 00 00 00 00 00 00", """{"a":"Infinity"}""")]
    [InlineData("81 a1 61 ca ff 80 00 00", """{"a":"-Infinity"}""")]
    [InlineData("81 a1 61 c4 02 68 69", """{"a":"hi"}""")]
    [InlineData("81 a1 61 c4 02 ff fe", """{"a":"//4="}""")]
    [InlineData("81 a1 61 d4 05 01", """{"a":"AQ=="}""")]
    [InlineData("81 a1 61 93 01 02 81 a1 62 90", """{"a":[1,2,{"b":[]}]}""")]
    [InlineData("81 01 02", """{"1":2}""")]
    [InlineData("81 c0 02", """{"null":2}""")]
    [InlineData("81 92 a1 61 01 02", """{"[\"a\",1]":2}""")]
    [InlineData("82 a1 61 01 a1 61 02", """{"a":1,"a":2}""")]
    [InlineData("81 a1 61 a8 22 5c 0a 0d 09 08 0c 01", """{"a":"\"\\\n\r\t\b\f\u0001"}""")]
    public void Each_type_has_its_json(string hex, string json)
    {
        var (written, text, error) = Transcode(Pack.Hex(hex));
        Assert.True(written, error);
        Assert.Equal(json, text);
        JsonDocument.Parse(text).Dispose();
    }

    [Theory]
    [InlineData("93 01 02 03", "an array")]
    [InlineData("05", "an integer")]
    [InlineData("a1 61", "a string")]
    [InlineData("c0", "nil")]
    public void What_is_no_map_is_named(string hex, string what)
    {
        var (written, _, error) = Transcode(Pack.Hex(hex));
        Assert.False(written);
        Assert.Contains(what, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_at_every_byte_it_fails_and_never_throws()
    {
        var record = Pack.Hex("84 a1 61 c4 02 68 69 01 93 01 cb 3f b9 99 99 99 99 99 9a c7 03 05 01 02 03 a1 63 81 a1 64 d9 03 61 62 63 a1 65 ce 00 01 00 00");
        Assert.True(Transcode(record).Written);
        for (var cut = 0; cut < record.Length; cut++)
        {
            Assert.False(Transcode(record[..cut]).Written, $"cut at {cut}");
        }
    }

    [Fact]
    public void Random_bytes_give_json_or_an_error()
    {
        var random = new Random(7);
        var bytes = new byte[64];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            bytes[0] = (byte)(0x80 | random.Next(16));
            var (written, text, _) = Transcode(bytes);
            if (written)
            {
                JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MsgPackTranscoder.MaxDepth }).Dispose();
            }
        }
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public void Depth_is_limited(int depth, bool fits)
    {
        byte[] nested = [0x81, 0xa1, 0x61, .. Enumerable.Repeat((byte)0x91, depth - 1), 0xc0];
        Assert.Equal(fits, Transcode(nested).Written);
    }

    [Fact]
    public void Text_that_is_no_utf8_is_repaired_and_counted()
    {
        var output = new JsonBuffer();
        var transcoder = new MsgPackTranscoder(Pack.Hex("82 a1 61 a3 61 ff 62 a1 62 a1 63"), output, 1000);
        Assert.True(transcoder.TryWriteRecord());
        Assert.Equal("{\"a\":\"a\ufffdb\",\"b\":\"c\"}", Encoding.UTF8.GetString(output.Written));
        Assert.Equal(1, transcoder.Repaired);
    }

    [Theory]
    [InlineData("node_id=n host=h", "n")]
    [InlineData("host=h node_id=n", "n")]
    [InlineData("container_id=c hostname=hn", "hn")]
    [InlineData("node_id= host=h", "h")]
    [InlineData("other=x", "")]
    public void The_key_is_the_most_telling_field(string fields, string key)
    {
        var pairs = fields.Split(' ').Select(f => f.Split('=')).Select(f => (f[0], f[1])).ToArray();
        var transcoder = new MsgPackTranscoder(Pack.Record(pairs), new JsonBuffer(), 1000);
        Assert.True(transcoder.TryWriteRecord());
        Assert.Equal(key, Encoding.UTF8.GetString(transcoder.Key));
    }

    [Fact]
    public void A_number_is_a_key_and_a_nested_field_is_none()
    {
        var number = new MsgPackTranscoder(Pack.Hex("81 a7 6e 6f 64 65 5f 69 64 cd 01 00"), new JsonBuffer(), 1000);
        Assert.True(number.TryWriteRecord());
        Assert.Equal("256", Encoding.UTF8.GetString(number.Key));
        var nested = new MsgPackTranscoder(Pack.Hex("81 a1 61 81 a7 6e 6f 64 65 5f 69 64 01"), new JsonBuffer(), 1000);
        Assert.True(nested.TryWriteRecord());
        Assert.True(nested.Key.IsEmpty);
    }

    private static (bool Written, string Text, string? Error) Transcode(byte[] input)
    {
        var output = new JsonBuffer();
        var transcoder = new MsgPackTranscoder(input, output, 1_000_000);
        var written = transcoder.TryWriteRecord();
        return (written, Encoding.UTF8.GetString(output.Written), transcoder.Error);
    }
}

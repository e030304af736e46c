using System.Text;
using DistLog.Client.Forward;

namespace DistLog.Tests.Client;

public sealed class AckFramerTests
{
    private static readonly byte[] Whole = Ack("AbCdEfGhIjKlMnOpQrStUv");

    [Fact]
    public void A_whole_answer_gives_the_id_and_leaves_what_follows()
    {
        Assert.Equal(AckStatus.Done, AckFramer.TryRead([.. Whole, 0x81], out var consumed, out var id));
        Assert.Equal("AbCdEfGhIjKlMnOpQrStUv", id);
        Assert.Equal(Whole.Length, consumed);
    }

    [Fact]
    public void Cut_at_every_byte_asks_for_more()
    {
        for (var length = 0; length < Whole.Length; length++)
        {
            Assert.Equal(AckStatus.NeedMore, AckFramer.TryRead(Whole.AsSpan(0, length), out _, out _));
        }
    }

    [Theory]
    [InlineData("DE0001A361636BA2" + "7878")]
    [InlineData("DF00000001A361636BD902" + "7878")]
    [InlineData("81A361636BDA0002" + "7878")]
    [InlineData("81C403" + "61636BC402" + "7878")]
    public void Other_widths_of_the_same_answer_are_understood(string hex)
    {
        Assert.Equal(AckStatus.Done, AckFramer.TryRead(Convert.FromHexString(hex), out _, out var id));
        Assert.Equal("xx", id);
    }

    [Theory]
    [InlineData("93")]
    [InlineData("82")]
    [InlineData("DE0002")]
    [InlineData("81A36E616B")]
    [InlineData("8101")]
    [InlineData("81A361636B01")]
    [InlineData("485454502F312E31")]
    public void Anything_else_is_malformed(string hex) =>
        Assert.Equal(AckStatus.Malformed, AckFramer.TryRead(Convert.FromHexString(hex), out _, out _));

    private static byte[] Ack(string id) => [0x81, 0xa3, .. "ack"u8, (byte)(0xa0 | id.Length), .. Encoding.UTF8.GetBytes(id)];
}

using DistLog.Broker.Protocol;

namespace DistLog.Tests.Broker;

public sealed class PrimitivesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_is_read_again(bool flexible)
    {
        var id = Guid.NewGuid();
        using var writer = new ResponseWriter { Flexible = flexible };
        Write(writer, id);

        var reader = new RequestReader(writer.Written.ToArray()) { Flexible = flexible };
        Assert.Equal((-2, (short)-3, int.MinValue, long.MaxValue), (reader.ReadInt8(), reader.ReadInt16(), reader.ReadInt32(), reader.ReadInt64()));
        Assert.Equal(id, reader.ReadUuid());
        Assert.Equal("grün", reader.ReadString());
        Assert.Null(reader.ReadNullableString());
        Assert.Equal([1, 2, 3], reader.ReadBytes().ToArray());
        Assert.Equal(["a", "b"], reader.ReadArray(static r => r.ReadString()));
        reader.SkipTags();
        Assert.Equal(0, reader.Remaining);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cut_at_every_byte_is_malformed_and_nothing_else(bool flexible)
    {
        using var writer = new ResponseWriter { Flexible = flexible };
        Write(writer, Guid.NewGuid());
        for (var cut = 0; cut < writer.Written.Length; cut++)
        {
            var reader = new RequestReader(writer.Written[..cut].ToArray()) { Flexible = flexible };
            Assert.Throws<MalformedRequestException>(() => ReadAll(reader));
        }
    }

    [Fact]
    public void An_array_that_claims_more_items_than_bytes_is_refused_before_it_is_allocated()
    {
        var reader = new RequestReader(new byte[] { 0x7F, 0xFF, 0xFF, 0xFF, 1, 2 });
        Assert.Throws<MalformedRequestException>(() => reader.ReadArray(static r => r.ReadByte()));
    }

    [Fact]
    public void A_compact_length_of_five_full_bytes_is_refused()
    {
        var reader = new RequestReader(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }) { Flexible = true };
        Assert.Throws<MalformedRequestException>(() => reader.ReadString());
    }

    [Fact]
    public void Unknown_tagged_fields_are_passed_over()
    {
        var reader = new RequestReader(new byte[] { 2, 7, 3, 1, 2, 3, 9, 0, 42 }) { Flexible = true };
        reader.SkipTags();
        Assert.Equal(42, reader.ReadByte());
    }

    private static void Write(ResponseWriter writer, Guid id)
    {
        writer.WriteInt8(-2);
        writer.WriteInt16(-3);
        writer.WriteInt32(int.MinValue);
        writer.WriteInt64(long.MaxValue);
        writer.WriteUuid(id);
        writer.WriteString("grün");
        writer.WriteString(null);
        writer.WriteBytes([1, 2, 3]);
        writer.WriteArray(["a", "b"], static (w, item) => w.WriteString(item));
        writer.WriteNoTags();
    }

    private static void ReadAll(RequestReader reader)
    {
        reader.ReadInt8();
        reader.ReadInt16();
        reader.ReadInt32();
        reader.ReadInt64();
        reader.ReadUuid();
        reader.ReadString();
        reader.ReadNullableString();
        reader.ReadBytes();
        reader.ReadArray(static r => r.ReadString());
        reader.SkipTags();
    }
}

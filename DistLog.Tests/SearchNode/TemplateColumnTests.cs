using System.Text;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.Tests.SearchNode;

public sealed class TemplateColumnTests
{
    [Fact]
    public void Messages_come_back_byte_by_byte()
    {
        string[] kinds = ["", "0", "00 000", "no digits", "a1", "1a", "at 12:34:56 user 7", "größe ١٢٣ 12 漢字 4567 🚀", "nul \0 9", "8 at\nline 3", new string('7', 700) + "!"];
        var random = new Random(5);
        var rows = Enumerable.Range(0, 2000).Select(row => Scramble(kinds[row % kinds.Length], random)).ToArray();
        var column = Encode(rows, new TemplateDictionary())!;
        AssertSame(rows, column);
        Assert.Empty(column.IrregularValues);
    }

    [Fact]
    public void Masking_replaces_ascii_digits_and_nothing_else()
    {
        var all = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();
        var masked = new byte[256];
        TemplateEncoder.Mask(all, masked);
        Assert.Equal(all.Select(value => value is >= (byte)'0' and <= (byte)'9' ? (byte)'0' : value), masked);
    }

    [Fact]
    public void Templates_are_shared_by_the_blocks_of_a_dictionary()
    {
        var dictionary = new TemplateDictionary();
        Encode([.. Enumerable.Range(100, 50).Select(i => $"took {i} ms")], dictionary);
        var second = Encode([.. Enumerable.Range(200, 50).Select(i => $"took {i} ms")], dictionary)!;
        Assert.Equal(2, dictionary.Count);
        Assert.All(second.Numbers, number => Assert.Equal(1, number));
        Assert.Equal("took 000 ms"u8, dictionary[1].Text);
    }

    [Fact]
    public void Texts_that_never_repeat_are_no_templates()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 500).Select(_ => new string([.. Enumerable.Range(0, 40).Select(_ => (char)random.Next('a', 'z'))])).ToArray();
        Assert.Null(Encode(rows, new TemplateDictionary()));
    }

    [Fact]
    public void Texts_too_long_for_a_template_stand_as_they_are()
    {
        var rows = Enumerable.Range(0, 100).Select(row => row % 10 == 3 ? new string('x', TemplateDictionary.LongestTemplate + 1) + row : $"short {row % 10}").ToArray();
        var column = Encode(rows, new TemplateDictionary())!;
        Assert.Equal(10, column.IrregularValues.Length);
        AssertSame(rows, column);
    }

    [Fact]
    public void Numbers_of_any_length_share_templates()
    {
        var random = new Random(9);
        string Number() => random.NextInt64((long)Math.Pow(10, random.Next(1, 12))).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var rows = Enumerable.Range(0, 3000).Select(row => row % 2 == 0 ? $"{Number()} took {Number()} ms, {Number()}" : $"at {Number()}x{Number()}").ToArray();
        var dictionary = new TemplateDictionary();
        var column = Encode(rows, dictionary)!;
        Assert.InRange(dictionary.Count, 2, 32);
        Assert.NotEmpty(column.Loose.RunLengths);
        Assert.Equal(0, column.Texts.Offsets[^1]);
        AssertSame(rows, column);
        AssertSame(rows, Reread(column, rows.Length));
    }

    private static TemplateColumn Reread(TemplateColumn column, int rows)
    {
        var bytes = new ByteBuffer();
        ColumnWriter.Write(bytes, column);
        return (TemplateColumn)new ColumnReader(rows, int.MaxValue, () => column.Dictionary, _ => throw new DamagedDataException("no other")).Read(bytes.Span);
    }

    [Fact]
    public void Renumbered_templates_give_the_same_messages()
    {
        var random = new Random(9);
        var rows = Enumerable.Range(0, 500).Select(row => row % 50 == 7 ? $"alone {new string((char)('a' + (row % 26)), row)}" : $"kind {(char)('a' + (row % 5))} took {random.Next(1_000_000)} ms {random.Next(1_000_000)}").ToArray();
        var (source, target) = (new TemplateDictionary(), new TemplateDictionary());
        target.FindOrAdd("something else"u8);
        var bytes = new ByteBuffer();
        ColumnWriter.Write(bytes, Encode(rows, source)!);
        var copied = TemplateEncoding.Renumber(bytes.Span, rows.Length, int.MaxValue, source.Count, old => target.FindOrAdd(source.TextOf(old)));
        AssertSame(rows, (TemplateColumn)new ColumnReader(rows.Length, int.MaxValue, () => target, _ => throw new DamagedDataException("no other")).Read(copied));
    }

    [Fact]
    public void Rows_without_a_message_and_rows_with_several_keep_their_places()
    {
        var builder = new StringColumnBuilder();
        for (var row = 0; row < 300; row++)
        {
            for (var i = 0; i < row % 3; i++)
            {
                builder.Append(row, Encoding.UTF8.GetBytes($"row {row} value {i}"));
            }
        }

        AssertTwins((RawStringColumn)builder.Snapshot(300));
        var sparse = new StringColumnBuilder();
        for (var row = 5; row < 300; row += 7)
        {
            sparse.Append(row, Encoding.UTF8.GetBytes($"row {row}"));
        }

        AssertTwins((RawStringColumn)sparse.Snapshot(300));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void Digits_take_ten_bits_for_three(int count)
    {
        var digits = Enumerable.Range(0, count).Select(i => (byte)('0' + (i * 7 % 10))).ToArray();
        var bytes = new ByteBuffer();
        var writer = new BitWriter(bytes);
        writer.Write(5, 3);
        DigitPacking.Write(writer, digits);
        writer.Finish();
        Assert.Equal(BitPacking.BytesOf(3 + DigitPacking.BitsOf(count)), bytes.Length);
        bytes.Take(BitPacking.Padding).Clear();
        var read = new byte[count];
        DigitPacking.Read(bytes.Span, 3, read);
        Assert.Equal(digits, read);
    }

    private static void AssertTwins(RawStringColumn raw)
    {
        var column = TemplateEncoder.Encode(raw, new TemplateDictionary())!;
        for (var row = 0; row < raw.Rows; row++)
        {
            raw.Values(row, out var first, out var end);
            column.Values(row, out var alsoFirst, out var alsoEnd);
            Assert.Equal((first, end), (alsoFirst, alsoEnd));
            for (var value = first; value < end; value++)
            {
                Assert.Equal(raw[value], column[value]);
            }
        }
    }

    private static TemplateColumn? Encode(string[] rows, TemplateDictionary dictionary)
    {
        var builder = new StringColumnBuilder();
        for (var row = 0; row < rows.Length; row++)
        {
            builder.Append(row, Encoding.UTF8.GetBytes(rows[row]));
        }

        return TemplateEncoder.Encode((RawStringColumn)builder.Snapshot(rows.Length), dictionary);
    }

    private static void AssertSame(string[] rows, TemplateColumn column)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            Assert.Equal(rows[row], Encoding.UTF8.GetString(column[row]));
            Assert.Equal(rows[row], Encoding.UTF8.GetString(column.Raw[row]));
        }
    }

    private static string Scramble(string text, Random random) =>
        new([.. text.Select(letter => char.IsAsciiDigit(letter) ? (char)('0' + random.Next(10)) : letter)]);
}

using System.Text;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.Tests.SearchNode;

public sealed class ColumnEncodingTests
{
    public static TheoryData<string, string?[][]> StringColumns => new()
    {
        { "constant", Rows(200, row => ["INFO"]) },
        { "dictionary", Rows(500, row => [$"level-{row % 7}"]) },
        { "many terms", Rows(5000, row => [$"term-{row % 700}"]) },
        { "raw", Rows(300, row => [$"message number {row * 7919}"]) },
        { "uuid", Rows(300, row => [new Guid(row, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString()]) },
        { "hex with holes", Rows(300, row => row % 3 == 0 ? [] : [$"{row * 7919:x16}"]) },
        { "upper-case hex is no hex", Rows(100, row => [$"{(row * 7919) + 0xABCDEF00:X16}"]) },
        { "empty strings", Rows(64, row => [row % 2 == 0 ? "" : "x"]) },
        { "several", Rows(300, row => [.. Enumerable.Range(0, row % 4).Select(i => $"v{row}-{i}")]) },
        { "several uuids", Rows(300, row => [.. Enumerable.Range(0, row % 3).Select(i => new Guid(row, (short)i, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString())]) },
        { "times", Rows(300, row => [$"{DateTime.UnixEpoch.AddTicks(row * 86_400_123_450L):yyyy-MM-ddTHH:mm:ss.ffffffZ}"]) },
        { "times with holes", Rows(300, row => row % 3 == 0 ? [] : [$"{DateTime.UnixEpoch.AddSeconds(row * -7919.0):yyyy-MM-dd HH:mm:ss}+02:00"]) },
        { "times of two styles", Rows(300, row => [row % 2 == 0 ? "2026-09-21T14:13:20Z" : "2026-09-21T14:13:20.0Z"]) },
        { "numbers of any length", Rows(300, row => [$"{Math.Pow(7, row % 11)} by {row * row * row} is {row % 3}"]) },
        { "unicode", Rows(100, row => [$"größe {row} 漢字 🚀"]) },
    };

    [Theory]
    [MemberData(nameof(StringColumns))]
    public void Strings_come_back(string name, string?[][] rows)
    {
        var builder = new StringColumnBuilder();
        for (var row = 0; row < rows.Length; row++)
        {
            foreach (var value in rows[row])
            {
                builder.Append(row, Encoding.UTF8.GetBytes(value!));
            }
        }

        var raw = (RawStringColumn)builder.Snapshot(rows.Length);
        foreach (var encoded in Forms(raw))
        {
            StringsComeBack($"{name} as {encoded.GetType().Name}", rows, encoded);
        }
    }

    /// <summary>Every form that can hold the strings.</summary>
    private static IEnumerable<StringColumn> Forms(RawStringColumn raw)
    {
        StringColumn?[] forms = [raw, DictionaryEncoder.Encode(raw), HexEncoder.Encode(raw), TimeColumn.Of(raw), TemplateEncoder.Encode(raw, new TemplateDictionary())];
        return forms.OfType<StringColumn>();
    }

    private static void StringsComeBack(string name, string?[][] rows, StringColumn encoded)
    {
        var templates = (encoded as TemplateColumn)?.Dictionary;
        var bytes = Write(encoded);
        var column = (StringColumn)Read(bytes, rows.Length, templates);
        for (var row = 0; row < rows.Length; row++)
        {
            column.Values(row, out var first, out var end);
            Assert.True(rows[row].SequenceEqual(Enumerable.Range(first, end - first).Select(value => Encoding.UTF8.GetString(column[value]))), $"{name}, row {row}");
            Assert.True(rows[row].SequenceEqual(Enumerable.Range(first, end - first).Select(value => Encoding.UTF8.GetString(column.Raw[value]))), $"{name}, row {row}, raw");
        }

        Damage(bytes, rows.Length, templates);
    }

    public static TheoryData<string, long[][]> LongColumns => new()
    {
        { "time stamps", Longs(1000, row => [1_790_000_000_000 + (row * 86L) + (row % 5)]) },
        { "equal steps", Longs(1000, row => [row]) },
        { "constant", Longs(100, row => [42]) },
        { "extremes", Longs(100, row => [row % 2 == 0 ? long.MinValue : long.MaxValue]) },
        { "holes", Longs(1000, row => row % 10 == 3 ? [row * -1000L] : []) },
        { "holes at the end", Longs(1000, row => row < 10 ? [row] : []) },
        { "several", Longs(300, row => [.. Enumerable.Range(0, row % 5).Select(i => (long)i * row)]) },
        { "one", [[7]] },
    };

    [Theory]
    [MemberData(nameof(LongColumns))]
    public void Whole_numbers_come_back(string name, long[][] rows)
    {
        var builder = new LongColumnBuilder();
        for (var row = 0; row < rows.Length; row++)
        {
            foreach (var value in rows[row])
            {
                builder.Append(row, value);
            }
        }

        var bytes = Write(builder.Snapshot(rows.Length));
        var column = (LongColumn)Read(bytes, rows.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            column.Values(row, out var first, out var end);
            Assert.True(rows[row].AsSpan().SequenceEqual(column.Numbers.AsSpan(first..end)), $"{name}, row {row}");
        }

        Damage(bytes, rows.Length);
    }

    public static TheoryData<string, double[]> DoubleColumns => new()
    {
        { "extremes", [0, -0.0, 1.5, double.MaxValue, double.Epsilon, -1e-300] },
        { "prices", [.. Enumerable.Range(0, 500).Select(i => i * 0.01)] },
        { "decimals as floats", [.. Enumerable.Range(0, 500).Select(i => (double)(float)(i * 0.001))] },
        { "floats", [.. Enumerable.Range(1, 500).Select(i => (double)(1 / (float)i))] },
        { "doubles", [.. Enumerable.Range(1, 500).Select(i => 1.0 / i)] },
        { "whole", [.. Enumerable.Range(0, 500).Select(i => i * 1e6)] },
    };

    [Theory]
    [MemberData(nameof(DoubleColumns))]
    public void Fractions_come_back_bit_by_bit(string name, double[] numbers)
    {
        var builder = new DoubleColumnBuilder();
        for (var row = 0; row < numbers.Length; row++)
        {
            builder.Append(row, numbers[row]);
        }

        var bytes = Write(builder.Snapshot(numbers.Length));
        var column = (DoubleColumn)Read(bytes, numbers.Length);
        Assert.True(numbers.Select(BitConverter.DoubleToInt64Bits).SequenceEqual(column.Numbers.Select(BitConverter.DoubleToInt64Bits)), name);
        Damage(bytes, numbers.Length);
    }

    [Fact]
    public void Times_of_equal_distance_take_no_bits()
    {
        var builder = new StringColumnBuilder();
        for (var row = 0; row < 8000; row++)
        {
            builder.Append(row, Encoding.UTF8.GetBytes($"{DateTime.UnixEpoch.AddTicks(row * 864_000L):yyyy-MM-ddTHH:mm:ss.ffffffZ}"));
        }

        Assert.InRange(Write(TimeColumn.Of((RawStringColumn)builder.Snapshot(8000))!).Length, 1, 32);
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 1016)]
    [InlineData(86_400_000, 40)]
    public void Numbers_take_the_bits_that_they_need(int step, int mostBytes)
    {
        var bytes = new ByteBuffer();
        PackedLongs.Write(bytes, [.. Enumerable.Range(0, 8000).Select(i => 1_790_000_000_000 + ((long)i * step) + (step == 1 ? i % 2 : 0))]);
        Assert.InRange(bytes.Length, 1, mostBytes);
    }

    [Fact]
    public void Few_numbers_far_apart_take_the_bits_of_their_places()
    {
        long[] few = [200, 404, 500, 503, 1_000_000_007];
        var random = new Random(1);
        var numbers = Enumerable.Range(0, 8000).Select(_ => few[random.Next(5)]).ToArray();
        var bytes = new ByteBuffer();
        PackedLongs.Write(bytes, numbers);
        Assert.InRange(bytes.Length, 1, (8000 * 3 / 8) + 40);
        var source = new ByteReader(bytes.Span);
        Assert.Equal(numbers, PackedLongs.Read(ref source, numbers.Length));
    }

    [Fact]
    public void Damaged_lengths_dont_ask_for_memory()
    {
        var bytes = new ByteBuffer();
        bytes.Byte(1);
        bytes.Varint(1 << 29);
        bytes.Varint(3);
        bytes.Bytes([1, 2, 3]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DamagedDataException>(() =>
        {
            var source = new ByteReader(bytes.Span);
            PackedBytes.Read(ref source);
        });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static byte[] Write(Column column)
    {
        var bytes = new ByteBuffer();
        ColumnWriter.Write(bytes, column);
        return bytes.ToArray();
    }

    private static Column Read(ReadOnlySpan<byte> bytes, int rows, TemplateDictionary? templates = null) =>
        new ColumnReader(rows, 100_000, () => templates ?? new TemplateDictionary(), _ => throw new DamagedDataException("no other")).Read(bytes);

    /// <summary>Damage that the checksum missed is told as damage, or gives other values; never anything else.</summary>
    private static void Damage(byte[] bytes, int rows, TemplateDictionary? templates = null)
    {
        var step = Math.Max(1, bytes.Length / 200);
        for (var length = 0; length < bytes.Length; length += step)
        {
            Assert.Throws<DamagedDataException>(() => Read(bytes.AsSpan(0, length), rows, templates));
        }

        var random = new Random(bytes.Length);
        for (var round = 0; round < 300; round++)
        {
            var damaged = bytes.ToArray();
            damaged[round < 100 ? round % bytes.Length : random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            ReadAll(damaged, rows, templates);
        }
    }

    private static void ReadAll(byte[] bytes, int rows, TemplateDictionary? templates)
    {
        try
        {
            var column = Read(bytes, rows, templates);
            for (var row = 0; row < rows; row++)
            {
                column.Values(row, out var first, out var end);
                for (var value = first; value < end && column is StringColumn strings; value++)
                {
                    _ = strings[value].Length;
                }
            }
        }
        catch (DamagedDataException)
        {
            // As it should be.
        }
    }

    private static string?[][] Rows(int count, Func<int, string?[]> row) => [.. Enumerable.Range(0, count).Select(row)];

    private static long[][] Longs(int count, Func<int, long[]> row) => [.. Enumerable.Range(0, count).Select(row)];
}

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

        var encoded = DictionaryEncoder.Encode((RawStringColumn)builder.Snapshot(rows.Length));
        var bytes = ColumnEncoding.Write(encoded);
        var column = (StringColumn)ColumnEncoding.Read(BlockCodec.Decompress(BlockCodec.Compress(bytes), bytes.Length), rows.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            column.Values(row, out var first, out var end);
            Assert.True(rows[row].SequenceEqual(Enumerable.Range(first, end - first).Select(value => Encoding.UTF8.GetString(column[value]))), $"{name}, row {row}");
        }

        CutAtEveryByte(bytes, rows.Length);
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

        var bytes = ColumnEncoding.Write(builder.Snapshot(rows.Length));
        var column = (LongColumn)ColumnEncoding.Read(bytes, rows.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            column.Values(row, out var first, out var end);
            Assert.True(rows[row].AsSpan().SequenceEqual(column.Numbers.AsSpan(first..end)), $"{name}, row {row}");
        }

        CutAtEveryByte(bytes, rows.Length);
    }

    [Fact]
    public void Fractions_come_back()
    {
        var builder = new DoubleColumnBuilder();
        double[] numbers = [0, -0.0, 1.5, double.MaxValue, double.Epsilon, -1e-300];
        for (var row = 0; row < numbers.Length; row++)
        {
            builder.Append(row, numbers[row]);
        }

        var column = (DoubleColumn)ColumnEncoding.Read(ColumnEncoding.Write(builder.Snapshot(numbers.Length)), numbers.Length);
        Assert.Equal(numbers, column.Numbers);
    }

    /// <summary>Damage that the checksum missed is told as damage, and nothing else.</summary>
    private static void CutAtEveryByte(byte[] bytes, int rows)
    {
        var step = Math.Max(1, bytes.Length / 200);
        for (var length = 0; length < bytes.Length; length += step)
        {
            Assert.Throws<DamagedDataException>(() => ColumnEncoding.Read(bytes.AsSpan(0, length), rows));
        }
    }

    private static string?[][] Rows(int count, Func<int, string?[]> row) => [.. Enumerable.Range(0, count).Select(row)];

    private static long[][] Longs(int count, Func<int, long[]> row) => [.. Enumerable.Range(0, count).Select(row)];
}

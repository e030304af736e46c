using System.Buffers;
using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>
/// Strings that are all lower-case hexadecimal of one length, with dashes or not where a UUID has them (ids of events, traces and
/// spans), as half as many bytes.
/// </summary>
internal static class HexEncoding
{
    private const int UuidLength = 36;
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);
    private static readonly int[] Dashes = [8, 13, 18, 23];

    /// <summary>The length that all strings have, or 0 where they don't fit. Strings of rows without a value are empty and don't count.</summary>
    public static int CommonLength(RawStringColumn column)
    {
        var common = 0;
        for (var value = 0; value < column.ValueCount; value++)
        {
            var text = column[value];
            if (text.IsEmpty)
            {
                if (column.Starts is not null || column.Present is null || column.Present[value])
                {
                    return 0;
                }

                continue;
            }

            common = common == 0 ? text.Length : common;
            if (text.Length != common || !Fits(text))
            {
                return 0;
            }
        }

        return common;
    }

    public static void Write(ByteBuffer target, RawStringColumn column, int length)
    {
        target.Varint((ulong)length);
        Span<byte> digits = stackalloc byte[length];
        for (var value = 0; value < column.ValueCount; value++)
        {
            if (!column[value].IsEmpty)
            {
                var used = Strip(column[value], digits);
                Convert.FromHexString(System.Text.Encoding.ASCII.GetString(digits[..used]), target.Take(used / 2), out _, out _);
            }
        }
    }

    /// <summary>Reads strings; <paramref name="has"/> tells which value numbers have one.</summary>
    public static (byte[] Data, int[] Offsets) Read(ref ByteReader source, int count, Func<int, bool> has)
    {
        var length = source.Count(1024);
        var binary = (length == UuidLength ? length - 4 : length) / 2;
        var offsets = new int[count + 1];
        var data = new ByteBuffer(count * length);
        for (var value = 0; value < count; value++)
        {
            if (has(value))
            {
                Expand(source.Take(binary), data.Take(length));
            }

            offsets[value + 1] = data.Length;
        }

        return (data.ToArray(), offsets);
    }

    private static bool Fits(ReadOnlySpan<byte> text)
    {
        if (text.Length != UuidLength)
        {
            return text.Length % 2 == 0 && text.Length is >= 8 and <= 128 && text.IndexOfAnyExcept(HexDigits) < 0;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (Array.IndexOf(Dashes, i) >= 0 ? text[i] != '-' : !HexDigits.Contains(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static int Strip(ReadOnlySpan<byte> text, Span<byte> digits)
    {
        if (text.Length != UuidLength)
        {
            text.CopyTo(digits);
            return text.Length;
        }

        var used = 0;
        foreach (var digit in text)
        {
            if (digit != '-')
            {
                digits[used++] = digit;
            }
        }

        return used;
    }

    private static void Expand(ReadOnlySpan<byte> binary, Span<byte> text)
    {
        var at = 0;
        foreach (var value in binary)
        {
            if (text.Length == UuidLength && Array.IndexOf(Dashes, at) >= 0)
            {
                text[at++] = (byte)'-';
            }

            text[at++] = Digit(value >> 4);
            text[at++] = Digit(value & 15);
        }
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);
}

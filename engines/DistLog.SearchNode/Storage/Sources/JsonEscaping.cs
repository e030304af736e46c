using System.Text;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Sources;

/// <summary>The ways in which the common writers of JSON escape a string. They are part of the format on disk, and so don't rely on any library.</summary>
internal static class JsonEscaping
{
    /// <summary>Quotes, backslashes and control characters: Go, Java, Ruby, JavaScript.</summary>
    public const int Minimal = 0;

    /// <summary>And all that isn't ASCII, in lower-case hexadecimal: Python.</summary>
    public const int Ascii = 1;

    /// <summary>And what HTML might trip over, quotes too, in upper-case hexadecimal: .NET.</summary>
    public const int Html = 2;

    public const int Count = 3;

    public static void Write(ByteBuffer target, ReadOnlySpan<byte> text, int way)
    {
        while (!text.IsEmpty)
        {
            var plain = PlainLength(text, way);
            target.Bytes(text[..plain]);
            text = text[plain..];
            if (text.IsEmpty)
            {
                return;
            }

            Rune.DecodeFromUtf8(text, out var rune, out var length);
            WriteEscaped(target, rune, way);
            text = text[length..];
        }
    }

    private static int PlainLength(ReadOnlySpan<byte> text, int way)
    {
        var length = 0;
        while (length < text.Length && !IsEscaped(text[length], way))
        {
            length++;
        }

        return length;
    }

    private static bool IsEscaped(byte letter, int way) => letter switch
    {
        < 0x20 or (byte)'"' or (byte)'\\' => true,
        < 0x7F => way == Html && (letter is (byte)'&' or (byte)'\'' or (byte)'+' or (byte)'<' or (byte)'>' or (byte)'`'),
        _ => way != Minimal,
    };

    private static void WriteEscaped(ByteBuffer target, Rune rune, int way)
    {
        var shorthand = rune.Value switch
        {
            '"' when way != Html => '"',
            '\\' => '\\',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\b' => 'b',
            '\f' => 'f',
            _ => '\0',
        };
        if (shorthand != '\0')
        {
            target.Bytes([(byte)'\\', (byte)shorthand]);
            return;
        }

        Span<char> units = stackalloc char[2];
        foreach (var unit in units[..rune.EncodeToUtf16(units)])
        {
            target.Bytes("\\u"u8);
            for (var shift = 12; shift >= 0; shift -= 4)
            {
                target.Byte(HexDigit(unit >> shift & 15, way));
            }
        }
    }

    private static byte HexDigit(int digit, int way) => (byte)(digit < 10 ? '0' + digit : (way == Html ? 'A' : 'a') + digit - 10);
}

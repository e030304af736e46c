using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace DistLog.Collector.Records;

/// <summary>Writes JSON's scalars as UTF-8 (RFC 8259).</summary>
internal static class JsonText
{
    // What a JSON string may not hold as it is: control characters, the quote and the backslash.
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    // The longest number: a double of 17 digits with sign, point and exponent.
    private const int MaxNumber = 32;

    /// <summary>Writes text that is valid UTF-8, quoted and escaped.</summary>
    public static void AppendString(JsonBuffer output, ReadOnlySpan<byte> utf8)
    {
        output.Append((byte)'"');
        AppendEscaped(output, utf8);
        output.Append((byte)'"');
    }

    /// <summary>Writes text that may not be UTF-8: what is none becomes U+FFFD.</summary>
    /// <returns>Whether something was replaced.</returns>
    public static bool AppendRepaired(JsonBuffer output, ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            AppendString(output, bytes);
            return false;
        }
        AppendString(output, Repair(bytes));
        return true;
    }

    /// <summary>The text with U+FFFD for each part that is no UTF-8.</summary>
    public static byte[] Repair(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes));

    public static void AppendBase64(JsonBuffer output, ReadOnlySpan<byte> bytes)
    {
        output.Append((byte)'"');
        Base64.EncodeToUtf8(bytes, output.Reserve(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        output.Advance(written);
        output.Append((byte)'"');
    }

    public static void AppendInteger(JsonBuffer output, long value)
    {
        value.TryFormat(output.Reserve(MaxNumber), out var written, provider: CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    public static void AppendInteger(JsonBuffer output, ulong value)
    {
        value.TryFormat(output.Reserve(MaxNumber), out var written, provider: CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    /// <summary>Writes the shortest text that reads back as the same number; JSON has no NaN and no infinity, so these become strings.</summary>
    public static void AppendNumber(JsonBuffer output, double value)
    {
        if (!double.IsFinite(value))
        {
            output.Append(NotFinite(value));
            return;
        }
        value.TryFormat(output.Reserve(MaxNumber), out var written, provider: CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    /// <inheritdoc cref="AppendNumber(JsonBuffer, double)"/>
    public static void AppendNumber(JsonBuffer output, float value)
    {
        if (!float.IsFinite(value))
        {
            output.Append(NotFinite(value));
            return;
        }
        value.TryFormat(output.Reserve(MaxNumber), out var written, provider: CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private static ReadOnlySpan<byte> NotFinite(double value) =>
        double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8;

    private static void AppendEscaped(JsonBuffer output, ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            var plain = utf8.IndexOfAny(Escaped);
            if (plain < 0)
            {
                output.Append(utf8);
                return;
            }
            output.Append(utf8[..plain]);
            AppendEscape(output, utf8[plain]);
            utf8 = utf8[(plain + 1)..];
        }
    }

    private static void AppendEscape(JsonBuffer output, byte value)
    {
        var name = value switch
        {
            (byte)'"' => (byte)'"',
            (byte)'\\' => (byte)'\\',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            _ => (byte)'u',
        };
        output.Append((byte)'\\');
        output.Append(name);
        if (name == 'u')
        {
            value.TryFormat(output.Reserve(4), out var written, "x4", CultureInfo.InvariantCulture);
            output.Advance(written);
        }
    }
}

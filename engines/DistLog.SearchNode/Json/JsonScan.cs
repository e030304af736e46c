using System.Buffers;
using System.Runtime.CompilerServices;

namespace DistLog.SearchNode.Json;

/// <summary>
/// Steps over JSON tokens in bytes that are valid UTF-8. It takes only what <see cref="System.Text.Json.Utf8JsonReader"/> takes too; of
/// what is unusual or wrong it says no more than false, and the caller turns to the reader, for the value or for the error.
/// </summary>
internal static class JsonScan
{
    /// <summary>What ends a string, starts an escape, or may not stand in a string.</summary>
    private static readonly SearchValues<byte> StringStops = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(code => (byte)code)]);

    /// <summary>The byte at a place; 0, which is nowhere allowed, behind the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte At(ReadOnlySpan<byte> json, int at) => (uint)at < (uint)json.Length ? json[at] : (byte)0;

    /// <summary>The first byte that isn't white space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Peek(ReadOnlySpan<byte> json, ref int at)
    {
        var next = At(json, at);
        return next > (byte)' ' ? next : PeekSpaced(json, ref at);
    }

    /// <summary>Steps over a string without escapes, from its opening quote. Its text is between the quotes.</summary>
    public static bool TryPlainString(ReadOnlySpan<byte> json, ref int at, out int length)
    {
        length = (uint)(at + 1) < (uint)json.Length ? json[(at + 1)..].IndexOfAny(StringStops) : -1;
        if (length < 0 || json[at + 1 + length] != (byte)'"')
        {
            return false;
        }

        at += length + 2;
        return true;
    }

    /// <summary>Steps over a string, from its opening quote.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="at">The place; behind the closing quote afterwards.</param>
    /// <param name="length">Bytes between the quotes, as they stand there.</param>
    /// <param name="isEscaped">Whether there are escapes in it.</param>
    public static bool TryString(ReadOnlySpan<byte> json, ref int at, out int length, out bool isEscaped)
    {
        (isEscaped, length) = (false, 0);
        var start = at + 1;
        for (var from = start; from < json.Length;)
        {
            var stop = json[from..].IndexOfAny(StringStops);
            if (stop < 0)
            {
                return false;
            }

            from += stop;
            if (json[from] == (byte)'"')
            {
                (length, at) = (from - start, from + 1);
                return true;
            }

            // A \u has rules of its own, about surrogates too.
            if (json[from] != (byte)'\\' || Unescape(At(json, from + 1)) == 0)
            {
                return false;
            }

            isEscaped = true;
            from += 2;
        }

        return false;
    }

    /// <summary>Writes out a string that <see cref="TryString"/> has stepped over, without its escapes; returns its length.</summary>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var length = 0;
        while (true)
        {
            var next = text.IndexOf((byte)'\\');
            var plain = next < 0 ? text : text[..next];
            plain.CopyTo(target[length..]);
            length += plain.Length;
            if (next < 0)
            {
                return length;
            }

            target[length++] = Unescape(text[next + 1]);
            text = text[(next + 2)..];
        }
    }

    /// <summary>Steps over a number.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> json, ref int at)
    {
        if (At(json, at) == (byte)'-')
        {
            at++;
        }

        if (At(json, at) == (byte)'0')
        {
            at++;
        }
        else if (!TryDigits(json, ref at))
        {
            return false;
        }

        if (At(json, at) == (byte)'.')
        {
            at++;
            if (!TryDigits(json, ref at))
            {
                return false;
            }
        }

        return (At(json, at) | 0x20) != (byte)'e' || TryExponent(json, ref at);
    }

    /// <summary>Steps over true, false or null, told by its first byte.</summary>
    public static bool TryLiteral(ReadOnlySpan<byte> json, ref int at)
    {
        var literal = json[at] switch { (byte)'t' => "true"u8, (byte)'f' => "false"u8, (byte)'n' => "null"u8, _ => default };
        if (literal.IsEmpty || !json[at..].StartsWith(literal))
        {
            return false;
        }

        at += literal.Length;
        return true;
    }

    /// <summary>Steps over any value, at most <paramref name="depth"/> levels deep.</summary>
    public static bool TrySkip(ReadOnlySpan<byte> json, ref int at, int depth) => Peek(json, ref at) switch
    {
        (byte)'"' => TryString(json, ref at, out _, out _),
        (byte)'{' => depth > 0 && TrySkipItems(json, ref at, (byte)'}', depth),
        (byte)'[' => depth > 0 && TrySkipItems(json, ref at, (byte)']', depth),
        (byte)'t' or (byte)'f' or (byte)'n' => TryLiteral(json, ref at),
        _ => TryNumber(json, ref at),
    };

    private static bool TrySkipItems(ReadOnlySpan<byte> json, ref int at, byte closing, int depth)
    {
        at++;
        if (Peek(json, ref at) == closing)
        {
            at++;
            return true;
        }

        while (true)
        {
            if ((closing == (byte)'}' && !TrySkipName(json, ref at)) || !TrySkip(json, ref at, depth - 1))
            {
                return false;
            }

            var next = Peek(json, ref at);
            at++;
            if (next != (byte)',')
            {
                return next == closing;
            }
        }
    }

    private static bool TrySkipName(ReadOnlySpan<byte> json, ref int at)
    {
        if (Peek(json, ref at) != (byte)'"' || !TryString(json, ref at, out _, out _) || Peek(json, ref at) != (byte)':')
        {
            return false;
        }

        at++;
        return true;
    }

    private static byte PeekSpaced(ReadOnlySpan<byte> json, ref int at)
    {
        while (At(json, at) is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return At(json, at);
    }

    private static bool TryDigits(ReadOnlySpan<byte> json, ref int at)
    {
        var start = at;
        while ((uint)(At(json, at) - '0') <= 9)
        {
            at++;
        }

        return at > start;
    }

    private static bool TryExponent(ReadOnlySpan<byte> json, ref int at)
    {
        at++;
        if (At(json, at) is (byte)'+' or (byte)'-')
        {
            at++;
        }

        return TryDigits(json, ref at);
    }

    /// <summary>What an escape of two characters stands for; 0 for any other.</summary>
    private static byte Unescape(byte escape) => escape switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' => escape,
        (byte)'n' => (byte)'\n',
        (byte)'t' => (byte)'\t',
        (byte)'r' => (byte)'\r',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => 0,
    };
}

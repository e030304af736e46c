using System.Buffers;

namespace DistLog.SearchNode.Columns;

/// <summary>How an id in hexadecimal is written: so many characters, as a UUID with dashes where it has 36.</summary>
internal readonly record struct HexFormat(int TextLength)
{
    private const int UuidLength = 36;
    private const int Shortest = 8;
    public const int Longest = 128;

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>Where the groups of a UUID start, and how long they are.</summary>
    private static readonly (int Start, int Length)[] UuidGroups = [(0, 8), (9, 4), (14, 4), (19, 4), (24, 12)];

    private bool IsUuid => TextLength == UuidLength;

    /// <summary>Bytes of an id in binary.</summary>
    public int Width => (IsUuid ? UuidLength - 4 : TextLength) / 2;

    /// <summary>True for a length that ids can have.</summary>
    public bool IsValid => TextLength is >= Shortest and <= Longest && TextLength % 2 == 0;

    /// <summary>True where the text is an id of this format, so that it comes back from its binary form as it was.</summary>
    public bool Fits(ReadOnlySpan<byte> text)
    {
        if (text.Length != TextLength || !IsValid)
        {
            return false;
        }

        if (!IsUuid)
        {
            return !text.ContainsAnyExcept(Digits);
        }

        foreach (var (start, length) in UuidGroups)
        {
            if (text.Slice(start, length).ContainsAnyExcept(Digits) || (start > 0 && text[start - 1] != (byte)'-'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads an id that fits.</summary>
    public void Parse(ReadOnlySpan<byte> text, Span<byte> binary)
    {
        if (!IsUuid)
        {
            Convert.FromHexString(text, binary, out _, out _);
            return;
        }

        foreach (var (start, length) in UuidGroups)
        {
            Convert.FromHexString(text.Slice(start, length), binary, out _, out _);
            binary = binary[(length / 2)..];
        }
    }

    /// <summary>Writes an id as it was.</summary>
    public void Write(ReadOnlySpan<byte> binary, Span<byte> text)
    {
        if (!IsUuid)
        {
            Convert.TryToHexStringLower(binary, text, out _);
            return;
        }

        foreach (var (start, length) in UuidGroups)
        {
            Convert.TryToHexStringLower(binary[..(length / 2)], text.Slice(start, length), out _);
            binary = binary[(length / 2)..];
            if (start > 0)
            {
                text[start - 1] = (byte)'-';
            }
        }
    }

    public byte[] ToText(ReadOnlySpan<byte> binary)
    {
        var text = new byte[TextLength];
        Write(binary, text);
        return text;
    }
}

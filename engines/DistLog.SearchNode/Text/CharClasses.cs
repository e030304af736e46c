using System.Buffers;
using System.Globalization;
using System.Text;

namespace DistLog.SearchNode.Text;

/// <summary>The class of each character: a table for ASCII, Unicode's categories for the rest.</summary>
internal static class CharClasses
{
    private static readonly CharClass[] AsciiClasses = MakeAscii();

    public static CharClass OfAscii(byte value) => AsciiClasses[value];

    /// <summary>The class of the character that starts the bytes, and how many bytes it takes.</summary>
    public static CharClass Next(ReadOnlySpan<byte> bytes, out int length)
    {
        if (bytes[0] < 0x80)
        {
            length = 1;
            return AsciiClasses[bytes[0]];
        }

        return Rune.DecodeFromUtf8(bytes, out var rune, out length) == OperationStatus.Done ? Of(rune) : CharClass.Other;
    }

    private static CharClass[] MakeAscii()
    {
        var classes = new CharClass[128];
        for (var value = 0; value < 128; value++)
        {
            classes[value] = char.IsAsciiLetter((char)value) ? CharClass.Letter : char.IsAsciiDigit((char)value) ? CharClass.Digit : CharClass.Other;
        }

        classes['_'] = CharClass.ExtendNumLet;
        classes[':'] = CharClass.MidLetter;
        classes['.'] = classes['\''] = CharClass.MidNumLet;
        classes[','] = classes[';'] = CharClass.MidNum;
        return classes;
    }

    private static CharClass Of(Rune rune)
    {
        switch (rune.Value)
        {
            case 0x2018 or 0x2019 or 0x2024 or 0xFE52 or 0xFF07 or 0xFF0E:
                return CharClass.MidNumLet;
            case 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2027 or 0xFE13 or 0xFE55 or 0xFF1A:
                return CharClass.MidLetter;
            case 0x37E or 0x589 or 0x60C or 0x60D or 0x66C or 0x7F8 or 0x2044 or 0xFE10 or 0xFE14 or 0xFF0C or 0xFF1B:
                return CharClass.MidNum;
            case (>= 0x3041 and <= 0x309F) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF):
                return CharClass.Ideograph;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => CharClass.Letter,
            UnicodeCategory.DecimalDigitNumber => CharClass.Digit,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => CharClass.Extend,
            UnicodeCategory.ConnectorPunctuation => CharClass.ExtendNumLet,
            _ => CharClass.Other,
        };
    }
}

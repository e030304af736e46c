using System.Text;
using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Text;

/// <summary>Texts with every ASCII digit a <c>0</c>, as templates have them: what is looked for in templates is masked the same way.</summary>
internal static class DigitMask
{
    public static bool HasDigits(ReadOnlySpan<byte> text) => text.ContainsAnyInRange((byte)'0', (byte)'9');

    public static bool HasDigits(string text) => text.AsSpan().ContainsAnyInRange('0', '9');

    public static bool HasDigits(Phrase phrase) => phrase.Tokens.Any(token => HasDigits(token));

    public static byte[] Of(ReadOnlySpan<byte> text)
    {
        var masked = new byte[text.Length];
        TemplateEncoder.Mask(text, masked);
        return masked;
    }

    public static string Of(string text) => Encoding.UTF8.GetString(Of(Encoding.UTF8.GetBytes(text)));

    public static Phrase Of(Phrase phrase) => phrase with { Tokens = [.. phrase.Tokens.Select(token => Of(token))] };
}

using System.Buffers.Text;

namespace DistLog.Router.Normalisation;

/// <summary>Replaces escaped halves of surrogate pairs (<c>\ud83d</c> alone), which are JSON by its grammar but no text, and which stores refuse.</summary>
internal static class Surrogates
{
    private const int EscapeLength = 6;

    /// <summary>The same array where nothing is to be repaired; otherwise a copy with <c>\ufffd</c> in place of each lone half.</summary>
    public static byte[] Repaired(byte[] json)
    {
        if (json.AsSpan().IndexOf("\\ud"u8) < 0 && json.AsSpan().IndexOf("\\uD"u8) < 0)
        {
            return json;
        }

        var repaired = json.ToArray();
        Repair(repaired);
        return repaired;
    }

    private static void Repair(Span<byte> json)
    {
        for (var i = json.IndexOf((byte)'\\'); i < json.Length - 1; i = Next(json, i))
        {
            if (!IsHalf(json, i, 0xD800, 0xDFFF))
            {
                i += 2;
            }
            else if (IsHalf(json, i, 0xD800, 0xDBFF) && IsHalf(json, i + EscapeLength, 0xDC00, 0xDFFF))
            {
                i += 2 * EscapeLength;
            }
            else
            {
                "\\ufffd"u8.CopyTo(json[i..]);
                i += EscapeLength;
            }
        }
    }

    private static int Next(ReadOnlySpan<byte> json, int from)
    {
        var next = from < json.Length ? json[from..].IndexOf((byte)'\\') : -1;
        return next < 0 ? json.Length : from + next;
    }

    private static bool IsHalf(ReadOnlySpan<byte> json, int at, int first, int last) =>
        at + EscapeLength <= json.Length
        && json[at] == '\\'
        && json[at + 1] == 'u'
        && Utf8Parser.TryParse(json.Slice(at + 2, 4), out int unit, out var read, 'x')
        && read == 4
        && unit >= first
        && unit <= last;
}

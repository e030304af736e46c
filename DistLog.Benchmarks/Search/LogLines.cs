using System.Text;
using System.Text.Encodings.Web;

namespace DistLog.Benchmarks.Search;

/// <summary>Lines of logs whose numbers are drawn anew each time, so that they repeat as real ones do: the words, not the digits.</summary>
internal sealed class LogLines
{
    /// <summary>Longer lines are cut: an event of the mission's schema has some 370 bytes.</summary>
    private const int LongestLine = 400;

    private readonly (byte[] Text, int[] Digits)[] _lines;

    private LogLines(IEnumerable<string> lines) => _lines = [.. lines.Where(line => line.Trim().Length > 0).Select(Prepare)];

    public int Count => _lines.Length;

    public static LogLines Bundled()
    {
        using var reader = new StreamReader(typeof(LogLines).Assembly.GetManifestResourceStream("lines.txt")!);
        return new(reader.ReadToEnd().Split('\n'));
    }

    public static LogLines Of(string directory) =>
        new(Directory.EnumerateFiles(directory, "*.log", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(File.ReadLines));

    /// <summary>Writes a line as the inside of a JSON string.</summary>
    public int Write(Random random, Span<byte> into)
    {
        var (text, digits) = _lines[random.Next(_lines.Length)];
        text.CopyTo(into);
        foreach (var at in digits)
        {
            into[at] = (byte)('0' + random.Next(10));
        }

        return text.Length;
    }

    private static (byte[] Text, int[] Digits) Prepare(string line)
    {
        var plain = new string([.. line.Take(LongestLine).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c)]);
        var text = Encoding.UTF8.GetBytes(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(plain));
        return (text, [.. Enumerable.Range(0, text.Length).Where(at => IsDrawn(text, at))]);
    }

    /// <summary>Digits that stand alone are mostly part of a name; those of longer runs are counters, times and addresses.</summary>
    private static bool IsDrawn(byte[] text, int at) =>
        char.IsAsciiDigit((char)text[at])
        && ((at > 0 && char.IsAsciiDigit((char)text[at - 1])) || (at + 1 < text.Length && char.IsAsciiDigit((char)text[at + 1])));
}

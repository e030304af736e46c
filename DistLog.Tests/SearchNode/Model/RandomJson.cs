using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DistLog.Tests.SearchNode.Model;

/// <summary>JSON text of any shape, in every way of writing it.</summary>
internal sealed class RandomJson(Random random, RandomText text)
{
    private static readonly string[] Numbers =
    [
        "0", "-0", "1.0", "1e3", "1E+2", "-1.50", "0.10", "1e-7", "12345678901234567890123", "1.7976931348623157e308", "5e-324", "9223372036854775807", "-9223372036854775808",
        "9223372036854775808", "0.1", "100", "3.0000000000000001", "1e1", "10", "10.0", "0e0", "-0.0",
    ];

    private static readonly string[] Strings = ["", " ", "\\u00e9", "\\ud83d\\ude00", "😀", "\\/", "/", "\\\"", "\\\\", "\\n\\t", "\\u0001", "\\u007f", "\u2028", "1.0", "null", "\\u0041", "<&'>", "e\u0301", "\\u0000"];

    public string Value(int depth) => random.Next(depth > 10 ? 8 : 12) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        2 or 3 => random.Next(2) == 0 ? Numbers[random.Next(Numbers.Length)] : random.Next(1000).ToString(CultureInfo.InvariantCulture),
        4 => "\"" + Strings[random.Next(Strings.Length)] + "\"",
        5 => Quote(text.Message()),
        6 => Quote(text.Key()),
        7 => random.Next(30) == 0 ? Quote(new string('é', random.Next(40_000))) : "\"x\"",
        8 or 9 => Array(() => Value(depth + 1)),
        _ => Object(depth + 1),
    };

    public string Object(int depth) =>
        "{" + string.Join(',', Names().Select(name => $"\"{name}\":{Value(depth)}")) + "}";

    public string Array(Func<string> element) => "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => element())) + "]";

    /// <summary>A string as text, in one of the ways to escape it.</summary>
    public string Quote(string value) => random.Next(4) switch
    {
        0 => "\"" + JavaScriptEncoder.Default.Encode(value) + "\"",
        1 => "\"" + Escaped(value) + "\"",
        _ => "\"" + JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value) + "\"",
    };

    /// <summary>Names within one object: no two are the same, nor does one lead into another.</summary>
    private IEnumerable<string> Names() => new[] { "a", "b", "c.d", "é", "with space", "x-y", "\\u0071", "long_name_of_a_field", "7" }.Where(_ => random.Next(3) == 0);

    private string Escaped(string value)
    {
        var escaped = new StringBuilder();
        foreach (var c in value)
        {
            var isPlain = c is >= ' ' and <= '~' and not ('"' or '\\') && random.Next(3) > 0;
            escaped.Append(isPlain ? c.ToString() : $"\\u{(int)c:x4}");
        }

        return escaped.ToString();
    }

    /// <summary>A string as a JSON text, always in the same way.</summary>
    public static string Plain(string value) => JsonSerializer.Serialize(value);
}

using System.Globalization;

namespace DistLog.Tests.SearchNode.Model;

/// <summary>Strings of the kinds that logs hold, and of the kinds that break stores.</summary>
internal sealed class RandomText(Random random)
{
    private static readonly string[] Plain = ["alpha", "beta", "Gamma", "delta", "timeout", "refused", "user_name", "größe", "naïve", "don't", "a.b", "x:y", "привет", "中文", "_x", "e29b"];
    private static readonly string[] Small = ["INFO", "WARN", "ERROR", "FATAL", "info", "a", "b", "", "é", "a b"];

    public string Word() => Plain[random.Next(Plain.Length)];

    /// <summary>A message: words with what stands between them, or one of a few patterns with numbers in it.</summary>
    public string Message() => random.Next(3) switch
    {
        0 => string.Concat(Enumerable.Range(0, random.Next(0, 9)).Select(_ => (random.Next(4) == 0 ? Number() : Word()) + Separator())),
        1 => Pattern(),
        _ => Pattern() + Separator() + Word() + (random.Next(8) == 0 ? " 😀" : ""),
    };

    /// <summary>A value for a keyword: few, many alike, ids, numbers, long ones.</summary>
    public string Key() => random.Next(10) switch
    {
        < 4 => Small[random.Next(Small.Length)],
        4 => Uuid(),
        5 => Hex(random.Next(1, 40)),
        6 => Number(),
        7 => $"node-{random.Next(12):00}",
        8 => Pattern(),
        _ => new string((char)('a' + random.Next(3)), random.Next(1, 60)),
    };

    /// <summary>Digits: leading zeros, long ones, dates, fractions.</summary>
    public string Number() => random.Next(7) switch
    {
        0 => random.Next(100).ToString("0000", CultureInfo.InvariantCulture),
        1 => "0",
        2 => $"{random.NextInt64(long.MaxValue)}{random.NextInt64(long.MaxValue)}",
        3 => $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}",
        4 => $"{random.Next(100)}.{random.Next(1000):000}",
        5 => "-" + random.Next(1000),
        _ => random.Next(20).ToString(CultureInfo.InvariantCulture),
    };

    public string Uuid()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        var text = new Guid(bytes).ToString();
        return random.Next(3) switch { 0 => text.ToUpperInvariant(), 1 when random.Next(4) == 0 => text[..17] + text[17..].ToUpperInvariant(), _ => text };
    }

    public string Hex(int digits)
    {
        var text = string.Concat(Enumerable.Range(0, digits).Select(_ => "0123456789abcdef"[random.Next(16)]));
        return random.Next(4) == 0 ? text.ToUpperInvariant() : text;
    }

    private string Pattern() => random.Next(6) switch
    {
        0 => $"Request {random.Next(3000):0000} of user {random.Next(50)} took {random.Next(900)} ms",
        1 => $"2026-11-20T08:{random.Next(60):00}:{random.Next(60):00}.{random.Next(1000):000}Z worker[{random.Next(9999)}]: done, {random.Next(100)}%",
        2 => $"blk_{(random.Next(2) == 0 ? "-" : "")}{random.NextInt64(long.MaxValue)} of {Uuid()} is at /data/{Hex(8)}/part-{random.Next(100):00000}",
        3 => $"id={Uuid()} trace={Hex(32)} code=0x{Hex(4)} took {random.Next(10)}.{random.Next(100):00} s",
        4 => $"Connection refused: {Number()}:{random.Next(65536)} \"{Word()}\" \\ {Number()}",
        _ => "The same text each time, without a number",
    };

    private string Separator() => random.Next(8) switch { 0 => ", ", 1 => " - ", 2 => "\n", 3 => ": ", 4 => " (", _ => " " };
}

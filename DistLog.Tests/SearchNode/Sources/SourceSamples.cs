using System.Globalization;

namespace DistLog.Tests.SearchNode.Sources;

/// <summary>Documents of random fields in random textual forms.</summary>
internal sealed class SourceSamples(Random random)
{
    private static readonly string[] Letters = ["a", "Z", "0", " ", "\\\"", "\\\\", "\\n", "\\u0001", "\\u00e4", "\\u00E4", "ä", "漢", "🚀", "\\ud83d\\ude80", "\\/", "<", "\\u003C", "&", "'", "`"];

    public string Document()
    {
        var names = Enumerable.Range(0, 14).OrderBy(_ => random.Next()).Take(random.Next(8));
        return "{" + string.Join(Pick(",", ", "), names.Select(Field)) + "}";
    }

    private string Field(int kind) => kind switch
    {
        0 => $"\"k\":{Several(Text)}",
        1 => $"\"t\": {Several(Text)}",
        2 => $"\"low\":{Text()}",
        3 => $"\"n\":{Several(() => Pick(Whole(), Quoted(Whole()), "null", "1.5"))}",
        4 => $"\"i\":{Several(() => random.Next(1000).ToString(CultureInfo.InvariantCulture))}",
        5 => $"\"d\":{Several(Fraction)}",
        6 => $"\"f\":{Several(Fraction)}",
        7 => $"\"b\":{Several(() => Pick("true", "false", "\"true\""))}",
        8 => $"\"at\":{Several(Time)}",
        9 => $"\"ip\":{Several(() => Quoted($"10.0.{random.Next(256)}.{random.Next(256)}"))}",
        10 => $"\"o\":{Several(() => $"{{\"x\":{Text()},\"y\":{Whole()}}}")}",
        11 => $"\"flat\":{{\"a\":{Several(Text)},\"b{random.Next(3)}\":{Whole()}}}",
        12 => $"\"off\":{{\"x\":{Text()}}}",
        _ => $"\"unknown\":{Several(Whole)}",
    };

    private string Several(Func<string> value) =>
        random.Next(4) > 0 ? value() : $"[{string.Join(Pick(",", " , "), Enumerable.Range(0, random.Next(4)).Select(_ => value()))}]";

    private string Text() => Quoted(string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Pick(Letters))));

    private string Whole() => random.Next(-100_000, 100_000).ToString(CultureInfo.InvariantCulture);

    private string Fraction() => Pick(
        Whole(),
        $"{random.Next(1000)}.{random.Next(1000):D3}",
        random.NextDouble().ToString("R", CultureInfo.InvariantCulture),
        $"{random.Next(10)}.0",
        $"{random.Next(10)}e{random.Next(20)}",
        $"-0.{random.Next(100):D2}0");

    private string Time()
    {
        var time = DateTime.UnixEpoch.AddTicks(random.NextInt64(20_000_000_000_000_000));
        var format = Pick("yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.fffZ", "yyyy-MM-ddTHH:mm:ss.ffffffZ", "yyyy-MM-ddTHH:mm:ss.fffffff+05:30", "yyyy-MM-dd", "yyyy-MM-ddTHH:mm");
        return Pick(Quoted(time.ToString(format, CultureInfo.InvariantCulture)), random.NextInt64(2_000_000_000_000).ToString(CultureInfo.InvariantCulture));
    }

    private static string Quoted(string text) => $"\"{text}\"";

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}

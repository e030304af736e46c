using System.Text.Json;

namespace DistLog.Benchmarks.Search;

/// <summary>Gathers from the events what queries can look for: ids, traces, and words of a known frequency.</summary>
internal sealed class Probes(int events)
{
    /// <summary>Events that are looked at, evenly over all.</summary>
    private const int Most = 20_000;

    /// <summary>One event in as many is looked at.</summary>
    private readonly int _stride = Math.Max(1, events / Most);

    private readonly List<string> _logIds = [];
    private readonly List<string> _traceIds = [];
    private readonly List<string> _times = [];
    private readonly List<string[]> _messages = [];
    private int _seen;

    public IReadOnlyList<string> LogIds => _logIds;

    public IReadOnlyList<string> TraceIds => _traceIds;

    /// <summary>A time with as many events before as after it.</summary>
    public string MiddleTime => _times.Order(StringComparer.Ordinal).ElementAt(_times.Count / 2);

    /// <summary>The word that stands in the most messages.</summary>
    public string CommonWord => Words(message => message).First().Word;

    /// <summary>A word that stands in one message or a few: a number drawn for one of them.</summary>
    public string RareWord => _messages.SelectMany(message => message).First(word => word.Length is >= 8 and <= 20 && word.All(char.IsAsciiDigit));

    /// <summary>Two words in a row that stand in about one message of a hundred.</summary>
    public string Phrase =>
        Words(message => message.Zip(message.Skip(1), (a, b) => IsPlain(a) && IsPlain(b) ? $"{a} {b}" : "").Where(pair => pair.Length > 0))
            .MinBy(pair => Math.Abs(pair.Count - (_messages.Count / 100))).Word;

    public void See(byte[] document)
    {
        if (_seen++ % _stride != 0)
        {
            return;
        }

        using var json = JsonDocument.Parse(document);
        _times.Add(json.RootElement.GetProperty("@timestamp").GetString()!);
        _logIds.Add(json.RootElement.GetProperty("log_id").GetString()!);
        _messages.Add(json.RootElement.GetProperty("message").GetString()!.Split([' ', '(', ')', '[', ']', '='], StringSplitOptions.RemoveEmptyEntries).Select(word => word.TrimEnd(',', ':', ';', '.')).ToArray());
        if (json.RootElement.TryGetProperty("trace_id", out var trace))
        {
            _traceIds.Add(trace.GetString()!);
        }
    }

    private IEnumerable<(string Word, int Count)> Words(Func<string[], IEnumerable<string>> of) =>
        _messages.SelectMany(message => of(message).Where(word => word.Split(' ').All(IsPlain)).Distinct())
            .CountBy(word => word).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value));

    /// <summary>A word of the language, so that analysis leaves it whole.</summary>
    private static bool IsPlain(string word) => word.Length >= 3 && word.All(char.IsAsciiLetter);
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode;

/// <summary>Random documents, random questions, and the naive way to answer them.</summary>
internal sealed class RandomDocuments(int seed)
{
    private static readonly string[] Words = ["alpha", "beta", "gamma", "delta", "epsilon", "timeout", "refused", "user_name", "10.0.0.1", "größe"];
    private static readonly string[] Levels = ["INFO", "WARN", "ERROR", "FATAL"];

    private readonly Random _random = new(seed);

    /// <summary>Documents by id, as they should be found.</summary>
    public Dictionary<string, JsonObject> Live { get; } = [];

    public int Next(int limit) => _random.Next(limit);

    public JsonObject Document()
    {
        var document = new JsonObject();
        if (_random.Next(10) > 0)
        {
            document["message"] = string.Join(' ', Enumerable.Range(0, _random.Next(1, 8)).Select(_ => Word()));
        }

        if (_random.Next(5) > 0)
        {
            document["level"] = _random.Next(8) == 0 ? new JsonArray(Level(), Level()) : Level();
        }

        if (_random.Next(4) > 0)
        {
            document["n"] = _random.Next(-50, 50);
        }

        if (_random.Next(3) == 0)
        {
            document["id"] = Guid.NewGuid().ToString();
        }

        document["at"] = 1_790_000_000_000 + _random.Next(100_000_000);
        return document;
    }

    /// <summary>A query, and which documents it should find.</summary>
    public (string Query, Func<JsonObject, bool> Matches) Query(int depth = 0)
    {
        var (word, level, number) = (Word(), Level(), _random.Next(-55, 55));
        return _random.Next(depth > 2 ? 6 : 8) switch
        {
            0 => ($$$"""{"match":{"message":"{{{word}}}"}}""", document => WordsOf(document).Contains(word)),
            1 => ($$$"""{"term":{"level":"{{{level}}}"}}""", document => LevelsOf(document).Contains(level)),
            2 => ($$$$"""{"range":{"n":{"gte":{{{{number}}}},"lt":{{{{number + 20}}}}}}}""", document => document["n"] is { } n && n.GetValue<int>() >= number && n.GetValue<int>() < number + 20),
            3 => ("""{"exists":{"field":"id"}}""", document => document["id"] is not null),
            4 => Phrase(word, Word()),
            5 => ($$$$"""{"range":{"at":{"gt":{{{{At(number)}}}}}}}""", document => document["at"]!.GetValue<long>() > At(number)),
            6 => Bool(depth, all: true),
            _ => Bool(depth, all: false),
        };
    }

    private static long At(int number) => 1_790_000_000_000 + ((number + 55) * 1_000_000L);

    private static (string, Func<JsonObject, bool>) Phrase(string first, string second) => (
        $$$"""{"match_phrase":{"message":"{{{first}}} {{{second}}}"}}""",
        document => WordsOf(document).Zip(WordsOf(document).Skip(1)).Any(pair => pair == (first, second)));

    private (string, Func<JsonObject, bool>) Bool(int depth, bool all)
    {
        var (a, b, not) = (Query(depth + 1), Query(depth + 1), Query(depth + 1));
        var clauses = $"\"{(all ? "must" : "should")}\":[{a.Query},{b.Query}],\"must_not\":{not.Query}";
        return ("{\"bool\":{" + clauses + "}}", document => (all ? a.Matches(document) && b.Matches(document) : a.Matches(document) || b.Matches(document)) && !not.Matches(document));
    }

    public static IReadOnlyList<string> LevelsOf(JsonObject document) => document["level"] switch
    {
        null => [],
        JsonArray array => [.. array.Select(level => level!.GetValue<string>())],
        var one => [one.GetValue<string>()],
    };

    private static string[] WordsOf(JsonObject document) => document["message"]?.GetValue<string>().Split(' ') ?? [];

    private string Word() => Words[_random.Next(Words.Length)];

    private string Level() => Levels[_random.Next(Levels.Length)];

    public string Id() => _random.Next(3000).ToString(CultureInfo.InvariantCulture);
}

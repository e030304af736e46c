using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Aggregations;

/// <summary>A document as a test knows it; lists may be empty.</summary>
internal sealed record Event(int Id, string[] Levels, long[] Numbers, double? Ratio, DateTime At, bool? Ok, string? Address)
{
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["at"] = At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) };
        Put(json, "level", [.. Levels.Select(level => JsonValue.Create(level))]);
        Put(json, "n", [.. Numbers.Select(number => JsonValue.Create(number))]);
        Put(json, "r", Ratio is { } ratio ? [JsonValue.Create(ratio)] : []);
        Put(json, "ok", Ok is { } ok ? [JsonValue.Create(ok)] : []);
        Put(json, "ip", Address is { } address ? [JsonValue.Create(address)] : []);
        return json;
    }

    private static void Put(JsonObject json, string name, JsonNode?[] values)
    {
        if (values.Length > 0)
        {
            json[name] = values.Length == 1 ? values[0] : new JsonArray(values);
        }
    }
}

/// <summary>Random documents in an index of several segments, some of them deleted or overwritten, and the same documents in memory.</summary>
internal sealed class AggregationData : IAsyncDisposable
{
    private static readonly string[] Levels = ["INFO", "WARN", "ERROR", "FATAL", "größe"];

    private readonly Dictionary<int, Event> _live = [];
    private readonly Random _random;
    private TestNode _node = null!;

    private AggregationData(int seed) => _random = new Random(seed);

    public IReadOnlyCollection<Event> Live => _live.Values;

    public TestNode Node => _node;

    public static async Task<AggregationData> StartAsync(int seed)
    {
        var data = new AggregationData(seed) { _node = await TestNode.StartAsync() };
        await data._node.DoAsync("PUT", "/events", """{"mappings":{"properties":{"level":{"type":"keyword"},"n":{"type":"long"},"r":{"type":"double"},"at":{"type":"date"},"ok":{"type":"boolean"},"ip":{"type":"ip"}}}}""");
        for (var part = 0; part < 4; part++)
        {
            await data.WriteAsync(400);
            await data._node.DoAsync("POST", part % 2 == 0 ? "/events/_flush" : "/events/_refresh");
        }

        return data;
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    /// <summary>The result of one aggregation over the documents whose number <c>n</c> is at least so much, or over all.</summary>
    public async Task<JsonNode> AskAsync(string aggregation, long? least = null, bool typedKeys = false)
    {
        var query = least is null ? """{"match_all":{}}""" : $$$$"""{"range":{"n":{"gte":{{{{least}}}}}}}""";
        var answer = await _node.DoAsync("POST", $"/events/_search?typed_keys={(typedKeys ? "true" : "false")}", $$$"""{"size":0,"query":{{{query}}},"aggs":{"x":{{{aggregation}}}}}""");
        return typedKeys ? answer["aggregations"]! : answer["aggregations"]!["x"]!;
    }

    private async Task WriteAsync(int count)
    {
        var body = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            var id = _random.Next(2000);
            if (_random.Next(8) == 0)
            {
                _live.Remove(id);
                body.Append(CultureInfo.InvariantCulture, $"{{\"delete\":{{\"_id\":\"{id}\"}}}}\n");
                continue;
            }

            _live[id] = Random(id);
            body.Append(CultureInfo.InvariantCulture, $"{{\"index\":{{\"_id\":\"{id}\"}}}}\n{_live[id].ToJson().ToJsonString()}\n");
        }

        await _node.DoAsync("POST", "/events/_bulk", body.ToString());
    }

    private Event Random(int id) => new(
        id,
        [.. Enumerable.Range(0, _random.Next(4) switch { 0 => 0, 3 => 2, _ => 1 }).Select(_ => Levels[(int)(Math.Pow(_random.NextDouble(), 2) * Levels.Length)]).Distinct()],
        [.. Enumerable.Range(0, _random.Next(5) switch { 0 => 0, 4 => 3, _ => 1 }).Select(_ => (long)_random.Next(-60, 60)).Distinct().Order()],
        _random.Next(3) == 0 ? null : Math.Round(_random.NextDouble() * 10, 2),
        new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(_random.Next(300 * 86_400)),
        _random.Next(3) switch { 0 => null, 1 => true, _ => false },
        _random.Next(4) == 0 ? null : new IPAddress([10, 0, (byte)_random.Next(4), (byte)_random.Next(256)]).ToString());
}

/// <summary>The same data for all tests of a class, which only read it.</summary>
public sealed class AggregationFixture : IAsyncLifetime
{
    internal AggregationData Data { get; private set; } = null!;

    public async Task InitializeAsync() => Data = await AggregationData.StartAsync(seed: 20260101);

    public async Task DisposeAsync() => await Data.DisposeAsync();
}

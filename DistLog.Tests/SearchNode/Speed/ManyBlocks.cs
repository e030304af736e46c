using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Speed;

/// <summary>Some ten thousand log events in many blocks, some of them deleted, partly on disk and partly in memory; as documents and in a node.</summary>
internal sealed class ManyBlocks : IAsyncDisposable
{
    public const int Events = 30_000;

    private static readonly string[] Kinds =
    [
        "Running task {0} in stage {1} (TID {2})",
        "Finished task {0}.0 in stage {1}.0. {2} bytes sent to driver",
        "Receiving block blk_{2}{0} src: /10.250.{1}.{0}:5{2} dest",
        "authentication failure; logname= uid={1} rhost=218.188.{1}.{0}",
        "User Größe{1} opened SESSION {0} für root",
        "no digits at all here, only words",
        "took {0}ms of v{1} x{2}y",
        "sent {3} of {4} packets w{3}q",
    ];

    private static readonly string[] Levels = ["INFO", "INFO", "INFO", "WARN", "ERROR"];

    private readonly Random _random = new(11);

    private ManyBlocks(TestNode node) => Node = node;

    public TestNode Node { get; }

    /// <summary>The documents that are still there, by id.</summary>
    public Dictionary<string, Event> Live { get; } = [];

    public static async Task<ManyBlocks> StartAsync()
    {
        var made = new ManyBlocks(await TestNode.StartAsync());
        await made.FillAsync();
        return made;
    }

    public ValueTask DisposeAsync() => Node.DisposeAsync();

    private async Task FillAsync()
    {
        await Node.DoAsync("PUT", "/m", """{"mappings":{"properties":{"message":{"type":"text"},"level":{"type":"keyword"},"trace":{"type":"keyword"},"n":{"type":"integer"},"at":{"type":"date"},"labels":{"type":"flattened"}}}}""");
        for (var from = 0; from < Events; from += 3000)
        {
            var body = new StringBuilder();
            for (var i = from; i < from + 3000; i++)
            {
                Append(body, i);
            }

            await Node.BulkAsync("m", body.ToString());
            if (from == Events / 2)
            {
                await Node.DoAsync("POST", "/m/_flush");
            }
        }

        await DeleteSomeAsync();
        await Node.DoAsync("POST", "/m/_refresh");
    }

    private void Append(StringBuilder body, int i)
    {
        var made = new Event(
            _random.Next(20) == 0 ? null : string.Format(CultureInfo.InvariantCulture, Kinds[_random.Next(Kinds.Length)], _random.Next(1, 60), _random.Next(10), _random.Next(100, 999), OfAnyLength(), OfAnyLength()),
            _random.Next(50) == 0 ? null : Levels[_random.Next(Levels.Length)],
            _random.Next(3) == 0 ? Convert.ToHexStringLower(BitConverter.GetBytes(_random.NextInt64())) : null,
            _random.Next(1000),
            // Roughly in order, as logs come.
            1_790_000_000_000 + (i * 1000L) + _random.Next(30_000));
        var id = i.ToString(CultureInfo.InvariantCulture);
        Live[id] = made;
        body.Append(CultureInfo.InvariantCulture, $"{{\"index\":{{\"_id\":\"{id}\"}}}}\n{made.ToJson().ToJsonString()}\n");
    }

    /// <summary>A number that isn't padded: their lengths make many templates, which the store brings together.</summary>
    private long OfAnyLength() => _random.NextInt64((long)Math.Pow(10, _random.Next(1, 9)));

    /// <summary>Of the first blocks only, since those without deletions take other ways.</summary>
    private async Task DeleteSomeAsync()
    {
        var body = new StringBuilder();
        foreach (var id in Live.Keys.Take(Events / 3).Where(_ => _random.Next(30) == 0).ToArray())
        {
            Live.Remove(id);
            body.Append(CultureInfo.InvariantCulture, $"{{\"delete\":{{\"_id\":\"{id}\"}}}}\n");
        }

        await Node.BulkAsync("m", body.ToString());
    }

    /// <summary>One document.</summary>
    internal sealed record Event(string? Message, string? Level, string? Trace, int N, long At)
    {
        /// <summary>The words of the message, as the standard analyzer cuts messages of these kinds.</summary>
        public string[] Words { get; } = [.. DistLog.SearchNode.Text.Analyzer.Tokens(Message ?? "").Select(Encoding.UTF8.GetString)];

        public JsonObject ToJson()
        {
            var json = new JsonObject { ["n"] = N, ["at"] = At, ["labels"] = new JsonObject { ["zone"] = $"z{N % 7}", ["other"] = new JsonArray($"z{N % 3}", "x") } };
            foreach (var (name, value) in new[] { ("message", Message), ("level", Level), ("trace", Trace) })
            {
                if (value is not null)
                {
                    json[name] = value;
                }
            }

            return json;
        }
    }
}

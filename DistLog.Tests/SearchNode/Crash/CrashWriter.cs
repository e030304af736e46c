using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Crash;

/// <summary>
/// One connection that writes, changes and deletes documents of its own, and remembers of each what was acknowledged, and what was sent
/// without an answer.
/// </summary>
internal sealed class CrashWriter(int number, int seed)
{
    private const int Tags = 40;

    private readonly Random _random = new(seed);
    private readonly List<string> _ids = [];

    /// <summary>By id the revision that was acknowledged; null where that was a deletion.</summary>
    private readonly Dictionary<string, int?> _acknowledged = [];

    /// <summary>By id the revision that may have been written.</summary>
    private readonly Dictionary<string, int?> _unknown = [];

    private int _revision;

    public int Acknowledged { get; private set; }

    /// <summary>What the node said when it failed and was still there to say so.</summary>
    public string? Failure { get; private set; }

    /// <summary>Writes until the node is gone.</summary>
    public async Task RunAsync(HttpClient client)
    {
        try
        {
            while (true)
            {
                await SendAsync(client);
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
        }
    }

    /// <summary>Compares with what is found now, by id the revision, and takes that for known from here on.</summary>
    public void Check(IReadOnlyDictionary<string, int> found, string where)
    {
        foreach (var id in _ids)
        {
            int? there = found.TryGetValue(id, out var revision) ? revision : null;
            var isRight = there == _acknowledged.GetValueOrDefault(id) || (_unknown.TryGetValue(id, out var possible) && there == possible);
            Assert.True(isRight, $"{where}: {id} has revision {Text(there)}; acknowledged was {Text(_acknowledged.GetValueOrDefault(id))}{(_unknown.TryGetValue(id, out possible) ? $", in doubt {Text(possible)}" : "")}");
            _acknowledged[id] = there;
        }

        _unknown.Clear();
    }

    /// <summary>Ids that should be found now.</summary>
    public IEnumerable<string> Live => _acknowledged.Where(pair => pair.Value is not null).Select(pair => pair.Key);

    /// <summary>A field that only some documents have, and so comes into the mapping by them.</summary>
    public static string TagOf(int revision) => $"tag{revision % Tags}";

    private static string Text(int? revision) => revision?.ToString(CultureInfo.InvariantCulture) ?? "none";

    private async Task SendAsync(HttpClient client)
    {
        var body = new StringBuilder();
        var operations = Operations(body);
        foreach (var (id, _, revision) in operations)
        {
            _unknown[id] = revision;
        }

        using var content = new StringContent(body.ToString(), Encoding.UTF8, "application/x-ndjson");
        var refresh = _random.Next(8) switch { 0 => "?refresh=true", 1 => "?refresh=wait_for", _ => "" };
        using var response = await client.PostAsync(new Uri($"/crash/_bulk{refresh}", UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        if ((int)response.StatusCode >= 500)
        {
            Failure = text;
            throw new HttpRequestException(text);
        }

        var answer = JsonNode.Parse(text)!;
        Assert.True(response.IsSuccessStatusCode, text);
        foreach (var ((id, expected, revision), item) in operations.Zip(answer["items"]!.AsArray()))
        {
            var result = item!.AsObject().First().Value!;
            Assert.True(expected == result["status"]!.GetValue<int>(), $"{expected} was expected: {item.ToJsonString()}");
            Assert.Equal(id, result["_id"]!.GetValue<string>());
            _acknowledged[id] = revision;
            _unknown.Remove(id);
            Acknowledged++;
        }
    }

    /// <summary>Some writes, each to another document: id, status to expect, revision afterwards.</summary>
    private List<(string Id, int Status, int? Revision)> Operations(StringBuilder body)
    {
        var operations = new List<(string, int, int?)>();
        var used = new HashSet<string>();
        for (var count = _random.Next(4) == 0 ? _random.Next(300) : _random.Next(1, 30); count >= 0; count--)
        {
            var id = _ids.Count > 0 && _random.Next(3) == 0 ? _ids[_random.Next(_ids.Count)] : NewId();
            if (used.Add(id))
            {
                operations.Add(Operation(body, id, _acknowledged.GetValueOrDefault(id)));
            }
        }

        return operations;
    }

    private (string Id, int Status, int? Revision) Operation(StringBuilder body, string id, int? existing)
    {
        var revision = ++_revision;
        switch (existing is null ? 9 : _random.Next(6))
        {
            case 0:
                Append(body, $$$"""{"delete":{"_id":"{{{id}}}"}}""");
                return (id, 200, null);
            case 1:
                Append(body, $$$"""{"update":{"_id":"{{{id}}}"}}""", $$$"""{"doc":{"revision":{{{revision}}},"{{{TagOf(revision)}}}":"x"}}""");
                return (id, 200, revision);
            case 9:
                Append(body, $$$"""{"create":{"_id":"{{{id}}}"}}""", Document(id, revision));
                return (id, 201, revision);
            default:
                Append(body, $$$"""{"index":{"_id":"{{{id}}}"}}""", Document(id, revision));
                return (id, 200, revision);
        }
    }

    private string NewId()
    {
        var id = $"{number}-{_ids.Count}";
        _ids.Add(id);
        return id;
    }

    private static string Document(string id, int revision) =>
        $$"""{"id":"{{id}}","revision":{{revision}},"message":"event {{id}} in revision {{revision:00000}} of the crash test","{{TagOf(revision)}}":"x"}""";

    private static void Append(StringBuilder body, params string[] lines)
    {
        foreach (var line in lines)
        {
            body.Append(line).Append('\n');
        }
    }
}

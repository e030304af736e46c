using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Model;

/// <summary>An index and, beside it, the documents that it must have.</summary>
internal sealed class ModelIndex
{
    private const int Ids = 120;

    private readonly TestNode _node;
    private readonly Random _random;
    private readonly Dictionary<string, ModelDocument> _live = [];
    private readonly string[] _ids;

    public ModelIndex(TestNode node, string name, int seed)
    {
        (_node, Name, _random) = (node, name, new Random(seed));
        Schema = new ModelSchema(_random);
        Documents = new DocumentMaker(_random, Schema);
        _ids = [.. Enumerable.Range(0, Ids).Select(Id)];
        Queries = new QueryMaker(_random, Schema, Documents, _live.Values);
        Aggregations = new AggregationMaker(_random, Schema, Queries);
        Sorts = new SortMaker(_random, Schema);
    }

    public string Name { get; }

    public ModelSchema Schema { get; }

    public DocumentMaker Documents { get; }

    public QueryMaker Queries { get; }

    public AggregationMaker Aggregations { get; }

    public SortMaker Sorts { get; }

    public IReadOnlyDictionary<string, ModelDocument> Live => _live;

    /// <summary>Sends a batch of random writes and checks the status of each.</summary>
    public async Task WriteAsync(int count, bool refresh)
    {
        var body = new StringBuilder();
        var expected = new List<int>();
        for (var i = 0; i < count; i++)
        {
            expected.Add(Write(body, _ids[_random.Next(Ids)]));
        }

        var answer = await _node.DoAsync("POST", $"/{Name}/_bulk?refresh={(refresh ? "true" : "false")}", body.ToString());
        var found = answer["items"]!.AsArray().Select(item => item!.AsObject().First().Value!["status"]!.GetValue<int>()).ToArray();
        for (var i = 0; i < count; i++)
        {
            Assert.True(expected[i] == found[i], $"status {found[i]} and not {expected[i]}: {answer["items"]![i]!.ToJsonString()}\n{body}");
        }
    }

    /// <summary>Each document by its id, refreshed or not.</summary>
    public async Task GetAsync()
    {
        var id = _ids[_random.Next(Ids)];
        using var response = await _node.Client.GetAsync(new Uri($"/{Name}/_doc/{Uri.EscapeDataString(id)}", UriKind.Relative));
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(), new JsonDocumentOptions { MaxDepth = 256 });
        Assert.Equal(_live.ContainsKey(id), json.RootElement.GetProperty("found").GetBoolean());
        if (_live.TryGetValue(id, out var document))
        {
            Assert.True(document.IsSource(json.RootElement.GetProperty("_source")), $"{id}\n{document.Source}\n{json.RootElement.GetProperty("_source")}");
        }
    }

    private int Write(StringBuilder body, string id)
    {
        var exists = _live.TryGetValue(id, out var existing);
        switch (_random.Next(10))
        {
            case 0:
                Append(body, "delete", id, null);
                return _live.Remove(id) ? 200 : 404;
            case 1:
                return Update(body, id, existing);
            case 2:
                var created = Documents.Document();
                Append(body, "create", id, created);
                return exists ? 409 : Keep(id, created, 201);
            default:
                var document = Documents.Document();
                Append(body, "index", id, document);
                return Keep(id, document, exists ? 200 : 201);
        }
    }

    private int Update(StringBuilder body, string id, ModelDocument? existing)
    {
        var partial = Documents.Partial();
        Append(body, "update", id, $$"""{"doc":{{partial}}}""");
        if (existing?.Updated(partial) is { } updated)
        {
            _live[id] = updated;
        }

        return existing is null ? 404 : 200;
    }

    private int Keep(string id, string source, int status)
    {
        _live[id] = new ModelDocument(id, source);
        return status;
    }

    private static void Append(StringBuilder body, string action, string id, string? document)
    {
        body.Append("{\"").Append(action).Append("\":{\"_id\":").Append(RandomJson.Plain(id)).Append("}}\n");
        if (document is not null)
        {
            body.Append(document).Append('\n');
        }
    }

    private string Id(int number) => _random.Next(8) switch
    {
        0 => Documents.Text.Uuid(),
        1 => Documents.Text.Hex(32) + number,
        2 => $"id {number} \"größe\" \\ /é",
        3 => new string('x', _random.Next(1, 500)) + number,
        _ => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}

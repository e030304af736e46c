using System.Text.Json;
using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Model;

/// <summary>Asks a node random questions about an index, and compares with what the model says.</summary>
internal sealed class ModelCheck(TestNode node, ModelIndex index, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Each document by itself, sources compared.</summary>
    public async Task AllAsync(string where)
    {
        var order = Comparer<ModelDocument>.Create((a, b) => a.Seq.CompareTo(b.Seq));
        await PagesAsync(new ModelQuery("""{"match_all":{}}""", _ => true), """["seq"]""", order, 1_000, where);
    }

    public async Task AskAsync(string where)
    {
        switch (_random.Next(4))
        {
            case 0:
                await AggregateAsync(where);
                break;
            case 1:
                var (sort, order) = index.Sorts.Sort();
                await PagesAsync(index.Queries.Query(), sort, order, _random.Next(7, 60), where);
                break;
            default:
                await FindAsync(index.Queries.Query(), where);
                break;
        }
    }

    private async Task FindAsync(ModelQuery query, string where)
    {
        var (missing, extra) = await DifferenceAsync(query);
        if (missing.Count + extra.Count == 0)
        {
            return;
        }

        foreach (var part in query.Parts)
        {
            await FindAsync(part, where);
        }

        Assert.Fail($"{where}\n{index.Schema.Json}\n{query.Json}\nnot found: {Show(missing)}\nfound in error: {Show(extra)}");
    }

    private async Task<(List<string> Missing, List<string> Extra)> DifferenceAsync(ModelQuery query)
    {
        var answer = await node.DoAsync("POST", $"/{index.Name}/_search", $$"""{"size":1000,"_source":false,"track_total_hits":true,"query":{{query.Json}}}""");
        var found = answer["hits"]!["hits"]!.AsArray().Select(hit => hit!["_id"]!.GetValue<string>()).ToHashSet();
        var expected = index.Live.Values.Where(query.Matches).Select(document => document.Id).ToHashSet();
        Assert.Equal(found.Count, answer["hits"]!["total"]!["value"]!.GetValue<int>());
        return ([.. expected.Except(found)], [.. found.Except(expected)]);
    }

    private string Show(List<string> ids) => $"{ids.Count}: " + string.Join('\n', ids.Take(3).Select(id => $"{id} {(index.Live.TryGetValue(id, out var document) ? document.Source : "(deleted)")}"));

    /// <summary>All pages together are all documents in order, each with its own source.</summary>
    private async Task PagesAsync(ModelQuery query, string sort, IComparer<ModelDocument> order, int size, string where)
    {
        await FindAsync(query, where);
        var expected = index.Live.Values.Where(query.Matches).Order(order).ToArray();
        var (next, after) = (0, "");
        while (true)
        {
            var body = $$"""{"size":{{size}},"sort":{{sort}},"query":{{query.Json}}{{after}}}""";
            using var page = await SearchAsync(body);
            var hits = page.RootElement.GetProperty("hits").GetProperty("hits");
            if (hits.GetArrayLength() == 0)
            {
                break;
            }

            foreach (var hit in hits.EnumerateArray())
            {
                var document = next < expected.Length ? expected[next] : null;
                Assert.True(document?.Id == hit.GetProperty("_id").GetString(), $"{where}\n{index.Schema.Json}\n{body}\nplace {next} of {expected.Length} should have {document?.Id}: {document?.Source}\nand has {hit}");
                Assert.True(document!.IsSource(hit.GetProperty("_source")), $"{where}\nwritten {document.Source}\nread    {hit.GetProperty("_source").GetRawText()}");
                next++;
            }

            after = ",\"search_after\":" + hits[hits.GetArrayLength() - 1].GetProperty("sort").GetRawText();
        }

        Assert.True(next == expected.Length, $"{where}\n{index.Schema.Json}\n{sort} {query.Json}\n{next} documents and not {expected.Length}");
    }

    private async Task AggregateAsync(string where)
    {
        var (query, aggregation) = (index.Queries.Query(depth: 2), index.Aggregations.Aggregation());
        await FindAsync(query, where);
        var body = $$$"""{"size":0,"query":{{{query.Json}}},"aggs":{"s":{{{aggregation.Json}}}}}""";
        var answer = await node.DoAsync("POST", $"/{index.Name}/_search", body);
        var wrong = aggregation.Check([.. index.Live.Values.Where(query.Matches)], answer["aggregations"]!["s"]!);
        Assert.True(wrong is null, $"{where}\n{index.Schema.Json}\n{body}\n{wrong}\n{answer["aggregations"]!.ToJsonString()}");
    }

    private async Task<JsonDocument> SearchAsync(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await node.Client.PostAsync(new Uri($"/{index.Name}/_search", UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{body}\n{text}");
        return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 256 });
    }
}

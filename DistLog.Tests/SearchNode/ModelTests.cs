using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode;

/// <summary>Random writes and questions against a dictionary that is asked the naive way, across flushes, merges and restarts.</summary>
public sealed class ModelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_queries_find_what_a_naive_search_finds(int seed)
    {
        var model = new RandomDocuments(seed);
        await using var node = await TestNode.StartAsync();
        await node.DoAsync("PUT", "/m", """{"mappings":{"properties":{"message":{"type":"text"},"level":{"type":"keyword"},"n":{"type":"integer"},"id":{"type":"keyword"},"at":{"type":"date"}}}}""");
        for (var round = 0; round < 12; round++)
        {
            await WriteAsync(node, model);
            await DisturbAsync(node, model);
            for (var question = 0; question < 15; question++)
            {
                await AskAsync(node, model, $"seed {seed}, round {round}, question {question}");
            }

            await AggregateAsync(node, model);
        }
    }

    private static async Task WriteAsync(TestNode node, RandomDocuments model)
    {
        var body = new StringBuilder();
        for (var i = 0; i < 300; i++)
        {
            var id = model.Id();
            if (model.Next(5) == 0)
            {
                body.Append(CultureInfo.InvariantCulture, $"{{\"delete\":{{\"_id\":\"{id}\"}}}}\n");
                model.Live.Remove(id);
                continue;
            }

            var document = model.Document();
            var create = model.Next(3) == 0;
            body.Append(CultureInfo.InvariantCulture, $"{{\"{(create ? "create" : "index")}\":{{\"_id\":\"{id}\"}}}}\n{document.ToJsonString()}\n");
            if (!create || !model.Live.ContainsKey(id))
            {
                model.Live[id] = document;
            }
        }

        await node.DoAsync("POST", "/m/_bulk?refresh=true", body.ToString());
    }

    private static async Task DisturbAsync(TestNode node, RandomDocuments model)
    {
        switch (model.Next(5))
        {
            case 0:
                await node.DoAsync("POST", "/m/_flush");
                break;
            case 1:
                await node.DoAsync("POST", "/m/_forcemerge");
                break;
            case 2:
                await node.RestartAsync();
                break;
        }
    }

    private static async Task AskAsync(TestNode node, RandomDocuments model, string where)
    {
        var (query, matches) = model.Query();
        var expected = model.Live.Where(pair => matches(pair.Value)).Select(pair => pair.Key).Order(StringComparer.Ordinal).ToArray();
        var answer = await node.DoAsync("POST", "/m/_search", $$$"""{"size":10000,"track_total_hits":true,"sort":[{"at":"desc"},{"n":{"order":"asc"}}],"query":{{{query}}}}""");
        var hits = answer["hits"]!["hits"]!.AsArray();
        Assert.True(expected.SequenceEqual(hits.Select(hit => hit!["_id"]!.GetValue<string>()).Order(StringComparer.Ordinal)), $"{where}: {query} found {hits.Count} of {expected.Length}");
        var times = hits.Select(hit => hit!["sort"]![0]!.GetValue<long>()).ToArray();
        Assert.True(times.SequenceEqual(times.OrderDescending()), $"{where}: not in order");
        Assert.All(hits, hit => Assert.True(JsonNode.DeepEquals(model.Live[hit!["_id"]!.GetValue<string>()], hit["_source"])));
    }

    private static async Task AggregateAsync(TestNode node, RandomDocuments model)
    {
        var answer = await node.DoAsync("POST", "/m/_search", """{"size":0,"aggs":{"l":{"terms":{"field":"level"},"aggs":{"s":{"sum":{"field":"n"}}}},"i":{"cardinality":{"field":"id"}}}}""");
        foreach (var bucket in answer["aggregations"]!["l"]!["buckets"]!.AsArray())
        {
            var level = bucket!["key"]!.GetValue<string>();
            var documents = model.Live.Values.Where(document => RandomDocuments.LevelsOf(document).Contains(level)).ToArray();
            Assert.Equal(documents.Length, bucket["doc_count"]!.GetValue<int>());
            Assert.Equal(documents.Sum(document => document["n"]?.GetValue<int>() ?? 0), bucket["s"]!["value"]!.GetValue<double>());
        }

        Assert.Equal(model.Live.Values.Select(document => document["id"]?.GetValue<string>()).OfType<string>().Distinct().Count(), answer["aggregations"]!["i"]!["value"]!.GetValue<int>());
    }
}

using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Crash;

/// <summary>Some writers on one folder, over as many crashes of the node as a test makes.</summary>
internal sealed class CrashRun
{
    private const int Writers = 3;
    private const int PageSize = 5_000;

    private readonly CrashWriter[] _writers;
    private int _sides;

    public CrashRun(int seed) =>
        _writers = [.. Enumerable.Range(0, Writers).Select(number => new CrashWriter(number, (seed * 100) + number))];

    public string? Failure => _writers.Select(writer => writer.Failure).FirstOrDefault(failure => failure is not null);

    public int Acknowledged => _writers.Sum(writer => writer.Acknowledged);

    /// <summary>Writes until <paramref name="crash"/> is done and the node gone.</summary>
    public async Task WriteAsync(NodeProgram node, Func<Task> crash)
    {
        await MakeSideAsync(node);
        var writing = _writers.Select(writer => writer.RunAsync(node.Client)).Append(DisturbAsync(node)).ToArray();
        await crash();
        await Task.WhenAll(writing);
    }

    /// <summary>Compares what the node has with what was acknowledged.</summary>
    public async Task CheckAsync(NodeProgram node, string where)
    {
        if (_sides == 0)
        {
            return;
        }

        await node.DoAsync(HttpMethod.Post, "/_refresh");
        Assert.Equal(_sides, (await node.DoAsync(HttpMethod.Get, "/sides/_count"))["count"]!.GetValue<int>());
        var found = await AllAsync(node, where);
        foreach (var writer in _writers)
        {
            writer.Check(found, where);
        }

        Assert.Equal(_writers.Sum(writer => writer.Live.Count()), found.Count);
        await CheckTagsAsync(node, found, where);
        await CheckByIdAsync(node, found, where);
    }

    /// <summary>The state of the cluster is to outlive crashes, too.</summary>
    private async Task MakeSideAsync(NodeProgram node)
    {
        await node.DoAsync(HttpMethod.Put, $"/side{_sides}", """{"mappings":{"properties":{"n":{"type":"integer"}}}}""");
        await node.DoAsync(HttpMethod.Put, $"/side{_sides}/_doc/1", """{"n":1}""");
        await node.DoAsync(HttpMethod.Post, "/_aliases", $$$"""{"actions":[{"add":{"index":"side{{{_sides}}}","alias":"sides"}}]}""");
        _sides++;
    }

    private static async Task DisturbAsync(NodeProgram node)
    {
        try
        {
            while (true)
            {
                await node.SendAsync(HttpMethod.Post, "/crash/_flush");
                await node.SendAsync(HttpMethod.Post, "/crash/_search", """{"query":{"match":{"message":"event"}},"aggs":{"a":{"terms":{"field":"id.keyword"}}}}""");
                await node.SendAsync(HttpMethod.Post, "/crash/_forcemerge");
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
        }
    }

    /// <summary>By id the revision of all documents that a search finds; each must be found once.</summary>
    private static async Task<Dictionary<string, int>> AllAsync(NodeProgram node, string where)
    {
        var found = new Dictionary<string, int>();
        for (var after = ""; ;)
        {
            var (status, text) = await node.SendAsync(HttpMethod.Post, "/crash/_search", $$"""{"size":{{PageSize}},"sort":[{"revision":"asc"},{"id.keyword":"asc"}]{{after}}}""");
            if (status == 404)
            {
                return found;
            }

            var answer = JsonNode.Parse(text)!;
            Assert.True(status == 200 && answer["_shards"]!["failed"]!.GetValue<int>() == 0, text[..Math.Min(text.Length, 2_000)]);
            var hits = answer["hits"]!["hits"]!.AsArray();
            if (hits.Count == 0)
            {
                return found;
            }

            foreach (var hit in hits)
            {
                var id = hit!["_id"]!.GetValue<string>();
                var source = hit["_source"]!;
                Assert.True(found.TryAdd(id, source["revision"]!.GetValue<int>()), $"{where}: {id} is there twice");
                Assert.Equal(id, source["id"]!.GetValue<string>());
            }

            after = $",\"search_after\":{hits[^1]!["sort"]!.ToJsonString()}";
        }
    }

    /// <summary>The columns and the mapping tell the same as the sources.</summary>
    private static async Task CheckTagsAsync(NodeProgram node, Dictionary<string, int> found, string where)
    {
        foreach (var revision in found.Values.DistinctBy(CrashWriter.TagOf).Take(5))
        {
            var tag = CrashWriter.TagOf(revision);
            var least = found.Values.Count(other => CrashWriter.TagOf(other) == tag);
            var count = (await node.DoAsync(HttpMethod.Post, "/crash/_count", "{\"query\":{\"term\":{\"" + tag + ".keyword\":\"x\"}}}"))["count"]!.GetValue<int>();
            Assert.True(count >= least, $"{where}: {count} documents have {tag}, and {least} must");
        }
    }

    private static async Task CheckByIdAsync(NodeProgram node, Dictionary<string, int> found, string where)
    {
        var ids = found.Keys.Where((_, i) => i % Math.Max(1, found.Count / 200) == 0).ToArray();
        if (ids.Length == 0)
        {
            return;
        }

        var answer = await node.DoAsync(HttpMethod.Post, "/crash/_mget", $$"""{"ids":[{{string.Join(',', ids.Select(id => $"\"{id}\""))}}]}""");
        foreach (var document in answer["docs"]!.AsArray())
        {
            var id = document!["_id"]!.GetValue<string>();
            Assert.True(document["found"]!.GetValue<bool>() && document["_source"]!["revision"]!.GetValue<int>() == found[id], $"{where}: {document.ToJsonString()}");
        }
    }
}

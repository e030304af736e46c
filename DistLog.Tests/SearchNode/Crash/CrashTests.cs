using System.Globalization;
using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Crash;

/// <summary>
/// The real program, killed while connections write, change and delete: what was acknowledged is there afterwards, once and with its last
/// content, and what was deleted stays so. <c>DISTLOG_CRASH_KILLS</c> sets how often, <c>DISTLOG_CRASH_SEED</c> the seed.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private const int Writers = 3;
    private const int PageSize = 5_000;

    private readonly string _data = Directory.CreateTempSubdirectory("distlog-crash-").FullName;
    private readonly int _seed = Setting("DISTLOG_CRASH_SEED", 1);
    private readonly Random _random;
    private readonly CrashWriter[] _writers;
    private int _sides;

    public CrashTests()
    {
        _random = new Random(_seed);
        _writers = [.. Enumerable.Range(0, Writers).Select(number => new CrashWriter(number, (_seed * 100) + number))];
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task What_was_acknowledged_outlives_kills_at_any_moment()
    {
        for (var kill = 0; kill < Setting("DISTLOG_CRASH_KILLS", 6); kill++)
        {
            await KillDuringStartAsync();
            using var node = NodeProgram.Start(_data);
            await node.AliveAsync();
            await CheckAsync(node, $"seed {_seed}, kill {kill}");
            await WriteAndKillAsync(node);
        }

        using var last = NodeProgram.Start(_data);
        await last.AliveAsync();
        await CheckAsync(last, $"seed {_seed}, at the end");
        Assert.True(_writers.Sum(writer => writer.Acknowledged) > 0);
    }

    private static int Setting(string name, int fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;

    /// <summary>Recovery itself may be cut off at any point.</summary>
    private async Task KillDuringStartAsync()
    {
        if (_random.Next(3) == 0)
        {
            using var node = NodeProgram.Start(_data);
            await Task.Delay(_random.Next(200, 1_200));
            await node.KillAsync();
        }
    }

    private async Task WriteAndKillAsync(NodeProgram node)
    {
        await MakeSideAsync(node);
        var writing = _writers.Select(writer => writer.RunAsync(node.Client)).Append(DisturbAsync(node)).ToArray();
        await Task.Delay(_random.Next(50, 2_000));
        await node.KillAsync();
        await Task.WhenAll(writing);
    }

    /// <summary>The state of the cluster is to outlive kills, too.</summary>
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

    private async Task CheckAsync(NodeProgram node, string where)
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

namespace DistLog.Tests.SearchNode.Damage;

/// <summary>Bytes on disk that aren't what was written: reported, left out, never fatal.</summary>
public sealed class DamageTests
{
    [Fact]
    public async Task A_damaged_block_is_left_out_and_the_answer_says_so()
    {
        await using var node = await TestNode.StartAsync();
        await FillAsync(node);
        await node.CloseAsync();
        // A block begins with its first column, here the message.
        Damage(Files(node, "*.seg")[0], 0.001);
        await node.RestartAfterCloseAsync();
        var answer = await node.DoAsync("POST", "/d/_search", """{"size":100,"track_total_hits":true,"query":{"match":{"message":"event"}}}""");
        Assert.Equal(1, answer["_shards"]!["failed"]!.GetValue<int>());
        Assert.InRange(answer["hits"]!["total"]!["value"]!.GetValue<int>(), 1, 19_999);
        Assert.Equal(503, (await node.SendAsync("POST", "/d/_search?allow_partial_search_results=false", """{"size":100,"track_total_hits":true,"query":{"match":{"message":"event"}}}""")).Status);
        // Writing goes on, and what is written is found.
        await node.DoAsync("PUT", "/d/_doc/new?refresh=true", """{"message":"fresh"}""");
        Assert.Equal("new", await node.IdsAsync("d", """{"match":{"message":"fresh"}}"""));
    }

    [Fact]
    public async Task A_damaged_id_file_is_made_again()
    {
        await using var node = await TestNode.StartAsync();
        await FillAsync(node);
        await node.CloseAsync();
        foreach (var path in Files(node, "*.ids"))
        {
            Damage(path, 0.5);
        }

        await node.RestartAfterCloseAsync();
        Assert.Equal(409, (await node.SendAsync("PUT", "/d/_create/77", """{"message":"again"}""")).Status);
        Assert.Equal(20_000, (await node.DoAsync("GET", "/d/_count"))["count"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_segment_cut_short_is_left_out_and_kept()
    {
        await using var node = await TestNode.StartAsync();
        await FillAsync(node);
        await node.CloseAsync();
        var path = Files(node, "*.seg")[0];
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write))
        {
            RandomAccess.SetLength(file, 1000);
        }

        await node.RestartAfterCloseAsync();
        Assert.True((await node.DoAsync("GET", "/d/_count"))["count"]!.GetValue<int>() < 20_000);
        await node.DoAsync("PUT", "/d/_doc/new?refresh=true", """{"message":"fresh"}""");
        await node.DoAsync("POST", "/d/_flush");
        await node.RestartAsync();
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Damaged_templates_cost_the_blocks_that_need_them_and_nothing_else()
    {
        await using var node = await TestNode.StartAsync();
        await FillAsync(node);
        await node.CloseAsync();
        var path = Files(node, "*.seg")[0];
        var bytes = File.ReadAllBytes(path);
        // The dictionary stands before the directory, whose offset begins the last 24 bytes.
        bytes[BitConverter.ToInt64(bytes, bytes.Length - 24) - 2] ^= 0xFF;
        File.WriteAllBytes(path, bytes);
        await node.RestartAfterCloseAsync();
        var answer = await node.DoAsync("POST", "/d/_search", """{"track_total_hits":true,"query":{"match":{"message":"event"}}}""");
        Assert.Equal(1, answer["_shards"]!["failed"]!.GetValue<int>());
        Assert.Equal(20_000, (await node.DoAsync("GET", "/d/_count"))["count"]!.GetValue<int>());
        Assert.Contains("templates of message", (await node.SendAsync("GET", "/_cat/segments")).Body.ToString(), StringComparison.Ordinal);
    }

    private static async Task FillAsync(TestNode node)
    {
        await node.DoAsync("PUT", "/d", """{"mappings":{"properties":{"message":{"type":"text"}}}}""");
        var documents = Enumerable.Range(0, 20_000).Select(i => $$"""{"message":"event {{i * 7919}} at {{i}}"}""").ToArray();
        await node.FillAsync("d", documents);
        await node.DoAsync("POST", "/d/_flush");
    }

    private static string[] Files(TestNode node, string pattern) => Directory.GetFiles(node.DataDirectory, pattern, SearchOption.AllDirectories);

    private static void Damage(string path, double where)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[(int)(bytes.Length * where)] ^= 0xFF;
        File.WriteAllBytes(path, bytes);
    }
}

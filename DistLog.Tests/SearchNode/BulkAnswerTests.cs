using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode;

/// <summary>What a bulk request answers, whole and filtered.</summary>
public sealed class BulkAnswerTests
{
    private const string Body =
        "{\"create\":{\"_id\":\"1\"}}\n{\"n\":1}\n{\"create\":{\"_id\":\"1\"}}\n{\"n\":1}\n{\"index\":{\"_id\":\"\\\"ü\"}}\n{\"n\":2}\n" +
        "{\"index\":{\"_id\":\"2\"}}\n{\"n\":\n{\"delete\":{\"_id\":\"none\"}}\n{\"update\":{\"_id\":\"1\"}}\n{\"doc\":{\"n\":1}}\n" +
        "{\"delete\":{\"_id\":\"1\"}}\n{\"index\":{\"_id\":\"\"}}\n{}\n";

    [Fact]
    public async Task Every_kind_of_outcome_is_told()
    {
        await using var node = await TestNode.StartAsync();
        var answer = await node.DoAsync("POST", "/a/_bulk", Body);
        Assert.True(answer["errors"]!.GetValue<bool>());
        Assert.Equal("201,409,201,400,404,200,200,400", string.Join(',', Items(answer).Select(item => item["status"])));
        Assert.Equal("created,,created,,not_found,noop,deleted,", string.Join(',', Items(answer).Select(item => item["result"]?.GetValue<string>())));
        Assert.Equal("1,1,\"ü,2,none,1,1,", string.Join(',', Items(answer).Select(item => item["_id"]?.GetValue<string>())));
        Assert.Equal(0, Items(answer)[5]["_shards"]!["total"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("errors")]
    [InlineData("took,items.*.status")]
    [InlineData("errors,items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason")]
    [InlineData("items.*.error")]
    [InlineData("items.create.status")]
    [InlineData("items.index._shards.total")]
    [InlineData("-items.*._shards,-took")]
    [InlineData("-items.*.error.reason")]
    [InlineData("**.status")]
    [InlineData("nothing")]
    public async Task A_filter_leaves_what_it_would_leave_of_the_whole_answer(string filter)
    {
        await using var node = await TestNode.StartAsync();
        var whole = await node.DoAsync("POST", "/a/_bulk?pretty", Body);
        await node.DoAsync("DELETE", "/a");
        var direct = await node.DoAsync("POST", $"/a/_bulk?filter_path={filter}", Body);
        await node.DoAsync("DELETE", "/a");
        var slow = await node.DoAsync("POST", $"/a/_bulk?pretty&filter_path={filter}", Body);
        Assert.Equal(Comparable(slow), Comparable(direct));
        Assert.Equal(8, whole["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_long_answer_comes_in_pieces()
    {
        await using var node = await TestNode.StartAsync();
        var body = string.Concat(Enumerable.Range(0, 9_000).Select(i => $"{{\"create\":{{\"_id\":\"{i}\"}}}}\n{{\"n\":{i}}}\n"));
        var answer = await node.DoAsync("POST", "/a/_bulk", body);
        Assert.Equal(Enumerable.Range(0, 9_000).Select(i => $"{i}"), Items(answer).Select(item => item["_id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_pipeline_that_is_not_there_fails_its_own_items()
    {
        await using var node = await TestNode.StartAsync();
        var answer = await node.DoAsync("POST", "/a/_bulk", "{\"index\":{\"_id\":\"1\",\"pipeline\":\"p\"}}\n{}\n{\"index\":{\"_id\":\"2\",\"pipeline\":\"_none\"}}\n{}\n");
        Assert.Equal("pipeline with id [p] does not exist", Items(answer)[0]["error"]!["reason"]!.GetValue<string>());
        Assert.Equal("400,201", string.Join(',', Items(answer).Select(item => item["status"])));
        answer = await node.DoAsync("POST", "/a/_bulk?pipeline=q", "{\"index\":{\"_id\":\"3\"}}\n{}\n{\"delete\":{\"_id\":\"2\"}}\n");
        Assert.Equal("400,200", string.Join(',', Items(answer).Select(item => item["status"])));
    }

    private static JsonObject[] Items(JsonNode answer) => [.. answer["items"]!.AsArray().Select(item => item!.AsObject().Single().Value!.AsObject())];

    private static string Comparable(JsonNode answer)
    {
        if (answer["took"] is not null)
        {
            answer["took"] = 0;
        }

        return answer.ToJsonString();
    }
}

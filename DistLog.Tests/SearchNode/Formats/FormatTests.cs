using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Formats;

/// <summary>Data of each released version opens with this one, and goes on being written to.</summary>
public sealed class FormatTests : IDisposable
{
    private static readonly string[] NoFlush = ["--SearchNode:FlushSeconds", "86400"];

    private readonly string _data = Directory.CreateTempSubdirectory("distlog-format-").FullName;

    public static TheoryData<string> Archives => [.. FormatArchive.Names];

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [MemberData(nameof(Archives))]
    public Task Data_of_a_released_version_is_read_and_written_to(string name) => CheckAsync(FormatArchive.PathOf(name));

    [Fact]
    public async Task Data_of_this_version_is_read_and_written_to()
    {
        var path = Path.Combine(_data, "archive", "data.zip");
        await WriteAsync(path);
        await CheckAsync(path);
        if (Environment.GetEnvironmentVariable(FormatArchive.Variable) is { Length: > 0 } name)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FormatArchive.PathOf(name))!);
            File.Copy(path, FormatArchive.PathOf(name), overwrite: false);
        }
    }

    private async Task WriteAsync(string path)
    {
        var directory = Path.Combine(_data, "written");
        var node = await TestNode.StartAsync(directory, NoFlush);
        await new FormatSample(node).WriteAsync();
        var answers = await FormatQuestions.AskAsync(node);
        await node.CrashAsync();
        File.WriteAllText(Path.Combine(directory, FormatArchive.Answers), answers.ToJsonString());
        FormatArchive.Pack(directory, path);
    }

    private async Task CheckAsync(string path)
    {
        var directory = Path.Combine(_data, "unpacked");
        var expected = JsonNode.Parse(FormatArchive.Unpack(path, directory))!.AsObject();
        await using var node = await TestNode.StartAsync(directory, NoFlush);
        await CompareAsync(node, expected, "as it was opened");
        await node.DoAsync("POST", "/_flush");
        await CompareAsync(node, expected, "flushed");
        await node.RestartAsync();
        await CompareAsync(node, expected, "started again");
        await node.DoAsync("POST", "/_forcemerge");
        await CompareAsync(node, expected, "merged");
        await WriteOnAsync(node);
        await node.RestartAsync();
        await WriteOnAsync(node);
    }

    private static async Task CompareAsync(TestNode node, JsonObject expected, string when)
    {
        var answers = await FormatQuestions.AskAsync(node);
        foreach (var (question, answer) in expected)
        {
            Assert.True(JsonNode.DeepEquals(answer, answers[question]), $"{when}: {question}\nexpected {answer?.ToJsonString()}\nfound    {answers[question]?.ToJsonString()}");
        }
    }

    /// <summary>Each document can be written over, deleted and found by its new content.</summary>
    private static async Task WriteOnAsync(TestNode node)
    {
        await node.DoAsync("POST", "/_bulk?refresh=true", """
            {"index":{"_index":"kinds","_id":"10"}}
            {"seq":10,"keyword":"rewritten","text":"quite new"}
            {"delete":{"_index":"merged","_id":"0"}}
            {"create":{"_index":"merged","_id":"1"}}
            {"seq":1}
            {"index":{"_index":"logs-distlog-default","op_type":"create","_id":"fresh"}}
            {"@timestamp":1790000000000,"log_level":"FATAL"}

            """);
        Assert.Equal("10", await node.IdsAsync("kinds", """{"match_phrase":{"text":"quite new"}}"""));
        Assert.Equal("10", await node.IdsAsync("kinds", """{"term":{"keyword":"rewritten"}}"""));
        Assert.Equal("", await node.IdsAsync("merged", """{"ids":{"values":["0"]}}"""));
        Assert.Equal("1", await node.IdsAsync("merged", """{"bool":{"filter":[{"ids":{"values":["1"]}},{"exists":{"field":"name"}}]}}"""));
        Assert.Equal("fresh", await node.IdsAsync("logs", """{"term":{"log_level":"FATAL"}}"""));
    }
}

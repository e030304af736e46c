using System.Globalization;
using System.Text.Json;
using DistLog.Tests.SearchNode.Formats;

namespace DistLog.Tests.SearchNode.Damage;

/// <summary>
/// Files of every kind damaged at random: the node starts or says why it can't, never shows a document that was not written so, keeps
/// what the damage doesn't touch, and takes new writes. <c>DISTLOG_DAMAGE_CASES</c> sets how many.
/// </summary>
public sealed class DamageFuzzTests : IAsyncLifetime
{
    private static readonly string[] NoFlush = ["--SearchNode:FlushSeconds", "86400"];
    private static readonly string[] Indices = ["kinds", "logs-distlog-default", "merged", "blocks", "dynamic"];

    private readonly string _root = Directory.CreateTempSubdirectory("distlog-damage-").FullName;
    private FormatSample _sample = null!;
    private Dictionary<(string Index, string Id), string> _whole = [];

    private string Original => Path.Combine(_root, "original");

    public async Task InitializeAsync()
    {
        var node = await TestNode.StartAsync(Original, NoFlush);
        _sample = new FormatSample(node);
        await _sample.WriteAsync();
        _whole = (await ReadAsync(node)).Found;
        await node.CrashAsync();
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Damage_anywhere_is_survived_and_nothing_false_is_shown()
    {
        var cases = Environment.GetEnvironmentVariable("DISTLOG_DAMAGE_CASES") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 40;
        for (var number = 0; number < cases; number++)
        {
            await RunAsync(number);
        }
    }

    private async Task RunAsync(int number)
    {
        var random = new Random(number);
        var directory = Path.Combine(_root, "damaged");
        Copy(Original, directory);
        // Each kind of file as often as any other, and then each file of its kind.
        var files = Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal).GroupBy(Path.GetExtension).ToArray();
        var kind = files[random.Next(files.Length)].ToArray();
        var path = kind[random.Next(kind.Length)];
        var what = $"case {number}, {Path.GetRelativePath(directory, path)}: {FileDamage.Do(random, path)}";
        try
        {
            await CheckAsync(directory, Path.GetRelativePath(directory, path), what);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task CheckAsync(string directory, string file, string what)
    {
        TestNode node;
        try
        {
            node = await TestNode.StartAsync(directory, NoFlush);
        }
        catch (InvalidDataException refusal)
        {
            // Without these two files nobody can say what there was; the operator has to.
            Assert.True(Path.GetExtension(file) == ".json", $"{what}: the node refuses to start: {refusal}");
            Assert.Contains(Path.GetFileName(file), refusal.Message, StringComparison.Ordinal);
            return;
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{what}: the start failed: {failure}");
            return;
        }

        await using (node)
        {
            var (found, failed) = await ReadAsync(node);
            CheckContents(found, what);
            CheckOthers(found, failed, file, what);
            await WriteOnAsync(node, what);
        }
    }

    private void CheckContents(Dictionary<(string Index, string Id), string> found, string what)
    {
        foreach (var (key, source) in found)
        {
            Assert.True(_sample.Written.TryGetValue(key, out var sources) && sources.Contains(source), $"{what}: {key} was never {source}");
        }
    }

    /// <summary>The folders of other indices are whole, and so are their documents.</summary>
    private void CheckOthers(Dictionary<(string Index, string Id), string> found, HashSet<string> failed, string file, string what)
    {
        if (!file.StartsWith("indices", StringComparison.Ordinal))
        {
            return;
        }

        var lost = _whole.Where(document => !found.TryGetValue(document.Key, out var source) || source != document.Value).Select(document => document.Key.Index).Distinct().ToArray();
        Assert.True(lost.Length <= 1, $"{what}: documents of {string.Join(" and ", lost)} are lost");
        Assert.True(failed.Count <= 1 && failed.All(index => lost.Contains(index) || lost.Length == 0), $"{what}: searches of {string.Join(" and ", failed)} fail");
    }

    private static async Task WriteOnAsync(TestNode node, string what)
    {
        await node.DoAsync("POST", "/kinds/_bulk?refresh=true", "{\"index\":{\"_id\":\"10\"}}\n{\"seq\":10,\"keyword\":\"mended\"}\n");
        Assert.True(await node.IdsAsync("kinds", """{"term":{"keyword":"mended"}}""") == "10", what);
        await node.DoAsync("POST", "/_flush");
        // What can't be read can't be merged; that must not be worse than an answer that says so.
        await node.SendAsync("POST", "/_forcemerge");
        await node.RestartAsync();
        Assert.True(await node.IdsAsync("kinds", """{"term":{"keyword":"mended"}}""") == "10", $"{what}, after a restart");
    }

    /// <summary>All documents, and the indices whose searches say that something failed.</summary>
    private static async Task<(Dictionary<(string Index, string Id), string> Found, HashSet<string> Failed)> ReadAsync(TestNode node)
    {
        await node.DoAsync("POST", "/_refresh");
        var (found, failed) = (new Dictionary<(string, string), string>(), new HashSet<string>());
        foreach (var index in Indices)
        {
            using var response = await node.Client.GetAsync(new Uri($"/{index}/_search?size=1000&ignore_unavailable=true", UriKind.Relative));
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            if (!json.RootElement.TryGetProperty("_shards", out var shards) || shards.GetProperty("failed").GetInt32() > 0)
            {
                failed.Add(index);
            }

            foreach (var hit in json.RootElement.TryGetProperty("hits", out var hits) ? hits.GetProperty("hits").EnumerateArray() : default)
            {
                found.Add((index, hit.GetProperty("_id").GetString()!), hit.GetProperty("_source").GetRawText());
            }
        }

        return (found, failed);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

using System.Globalization;

namespace DistLog.Tests.SearchNode.Model;

/// <summary>
/// Random mappings, documents, writes and questions against a dictionary that is asked the naive way, across refreshes, flushes, merges,
/// restarts and kills. <c>DISTLOG_MODEL_SEEDS</c> sets how many seeds are tried, <c>DISTLOG_MODEL_FIRST</c> the first of them.
/// </summary>
public sealed class ModelTests
{
    private const int Rounds = 8;
    private const int Questions = 20;

    [Fact]
    public async Task Random_questions_are_answered_as_a_naive_search_answers_them()
    {
        await using var node = await TestNode.StartAsync();
        var first = Setting("DISTLOG_MODEL_FIRST", 1);
        var failures = new List<string>();
        for (var seed = first; seed < first + Setting("DISTLOG_MODEL_SEEDS", 8); seed++)
        {
            try
            {
                await RunAsync(node, seed);
            }
            catch (Xunit.Sdk.XunitException failure)
            {
                failures.Add(failure.Message);
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} seeds failed\n{string.Join("\n\n", failures)}");
    }

    private static int Setting(string name, int fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;

    private static async Task RunAsync(TestNode node, int seed)
    {
        var random = new Random(seed);
        var index = new ModelIndex(node, $"m{seed}", seed);
        await node.DoAsync("PUT", $"/{index.Name}", index.Schema.Json);
        for (var round = 0; round < Rounds; round++)
        {
            var where = $"seed {seed}, round {round}";
            await index.WriteAsync(random.Next(1, 150), refresh: random.Next(2) == 0);
            await index.GetAsync();
            where += ", " + await DisturbAsync(node, index.Name, random.Next(8));
            await node.DoAsync("POST", $"/{index.Name}/_refresh");
            var check = new ModelCheck(node, index, (seed * 1_000) + round);
            await check.AllAsync(where);
            for (var question = 0; question < Questions; question++)
            {
                await check.AskAsync($"{where}, question {question}");
            }
        }

        await node.DoAsync("DELETE", $"/{index.Name}");
    }

    private static async Task<string> DisturbAsync(TestNode node, string index, int how)
    {
        switch (how)
        {
            case 0 or 1:
                await node.DoAsync("POST", $"/{index}/_flush");
                return "flushed";
            case 2:
                await node.DoAsync("POST", $"/{index}/_forcemerge");
                return "merged";
            case 3:
                await node.RestartAsync();
                return "started again";
            case 4:
                await node.CrashAsync();
                await node.RestartAfterCloseAsync();
                return "killed";
            default:
                return "as written";
        }
    }
}

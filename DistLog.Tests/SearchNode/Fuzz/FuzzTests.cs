using System.Globalization;

namespace DistLog.Tests.SearchNode.Fuzz;

/// <summary>
/// Mutated requests: none brings the node to say that it failed, to hang, or to grow without end. <c>DISTLOG_FUZZ_REQUESTS</c> sets how many,
/// <c>DISTLOG_FUZZ_SEED</c> the seed.
/// </summary>
public sealed class FuzzTests
{
    /// <summary>A node gets this many; then the next one starts empty, so that what requests have made doesn't pile up.</summary>
    private const int RequestsOfANode = 5_000;

    /// <summary>What the process may hold beyond what it held at the start: buffers and caches have their own limits within it.</summary>
    private const long MostGrowth = 1L << 30;

    private readonly Mutator _mutator = new(FuzzCorpus.Requests);

    [Fact]
    public async Task Requests_of_the_corpus_are_answered()
    {
        await using var node = await StartAsync();
        var target = new FuzzTarget(node);
        foreach (var request in FuzzCorpus.Requests)
        {
            var wrong = await target.SendAsync(request);
            Assert.True(wrong is null, $"{request}\n{wrong}");
        }
    }

    [Fact]
    public async Task Mutated_requests_are_answered_or_refused()
    {
        var (requests, seed) = (Setting("DISTLOG_FUZZ_REQUESTS", 5_000), Setting("DISTLOG_FUZZ_SEED", 1));
        var failures = new Dictionary<string, (int Count, string First)>();
        var start = GC.GetTotalMemory(forceFullCollection: true);
        for (var number = 0; number < requests; number += RequestsOfANode)
        {
            await RunAsync(seed, number, Math.Min(requests, number + RequestsOfANode), failures);
            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - start, long.MinValue, MostGrowth);
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures.Values.OrderByDescending(failure => failure.Count).Select(failure => $"{failure.Count} times, first {failure.First}")));
    }

    private async Task RunAsync(int seed, int first, int end, Dictionary<string, (int Count, string First)> failures)
    {
        await using var node = await StartAsync();
        var target = new FuzzTarget(node);
        for (var number = first; number < end; number++)
        {
            var request = _mutator.Request(seed, number);
            if (await target.SendAsync(request) is { } wrong)
            {
                var known = failures.GetValueOrDefault(KindOf(wrong), (0, $"seed {seed}, number {number}: {request}\n{wrong}"));
                failures[KindOf(wrong)] = (known.Item1 + 1, known.Item2);
            }
        }

        // Some of the requests change settings, and may rightly have forbidden what follows.
        await node.DoAsync("PUT", "/_cluster/settings", """{"persistent":{"*":null},"transient":{"*":null}}""");
        await node.DoAsync("PUT", "/afterwards/_doc/1?refresh=true", """{"message":"still there"}""");
        Assert.Equal("1", await node.IdsAsync("afterwards", """{"match_phrase":{"message":"still there"}}"""));
    }

    /// <summary>Failures at the same place of the code are one.</summary>
    private static string KindOf(string wrong) =>
        string.Join('|', wrong.Split('\n').Where(line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal)).Take(3)) is { Length: > 0 } stack ? stack : wrong[..Math.Min(60, wrong.Length)];

    private static async Task<TestNode> StartAsync()
    {
        var node = await TestNode.StartAsync();
        foreach (var request in FuzzCorpus.Setup.Select(FuzzRequest.Parse))
        {
            await node.DoAsync(request.Method, $"{request.Path}?{request.Query}", System.Text.Encoding.UTF8.GetString(request.Body));
        }

        return node;
    }

    private static int Setting(string name, int fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;
}

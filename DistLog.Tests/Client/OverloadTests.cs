using System.Diagnostics;
using DistLog.Contracts;
using DistLog.Tests.Support;

namespace DistLog.Tests.Client;

public sealed class OverloadTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Callers_neither_wait_nor_fail_while_the_collector_is_away()
    {
        await using var client = Clients.Create(Clients.Nowhere(), settings =>
        {
            settings.MaxQueueEvents = 1_000;
            settings.ShutdownFlushMs = 0;
        });
        var longest = TimeSpan.Zero;
        for (var i = 0; i < 20_000; i++)
        {
            var started = Stopwatch.GetTimestamp();
            client.Log(Severity.Info, "into the void");
            var took = Stopwatch.GetElapsedTime(started);
            longest = took > longest ? took : longest;
        }

        Assert.InRange(client.Waiting, 0, 1_000);
        // Far above any pause of the collector of garbage, far below any wait for a network.
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task The_least_severe_go_first_and_every_drop_is_reported()
    {
        var port = new Uri(Clients.Nowhere()).Port;
        await using var client = Clients.Create($"forward://127.0.0.1:{port}", settings => settings.MaxQueueEvents = 100);
        client.Log(Severity.Info, "in flight");
        await Wait.ForAsync("the first event in flight", () => client.Waiting == 0);
        Fill(client);

        await using var peer = new CollectorPeer(port);
        await client.FlushWithinAsync(Limit);
        await Wait.ForAsync("the report", () => peer.Logs.Any(log => ((string)log["message"]!).StartsWith("The client dropped", StringComparison.Ordinal)));
        Assert.Equal(60, peer.Logs.Count(log => (string)log["log_level"]! == "ERROR"));
        Assert.Equal(40, peer.Logs.Count(log => (string)log["message"]! == "info"));
        Assert.DoesNotContain(peer.Logs, log => (string)log["log_level"]! == "DEBUG");

        var report = peer.Logs.Single(log => ((string)log["message"]!).StartsWith("The client dropped", StringComparison.Ordinal));
        var counts = (Dictionary<string, object?>)report["attributes"]!;
        Assert.Equal("WARN", report["log_level"]);
        Assert.Equal(80L, counts["dropped_total"]);
        Assert.Equal(50L, counts["dropped_debug"]);
        Assert.Equal(30L, counts["dropped_info"]);
        Assert.Equal(0L, counts["dropped_error"]);
    }

    [Fact]
    public async Task The_bytes_are_bounded_too()
    {
        await using var client = Clients.Create(Clients.Nowhere(), settings =>
        {
            settings.MaxQueueBytes = 64 * 1024;
            settings.BatchEvents = 1;
            settings.ShutdownFlushMs = 0;
        });
        var text = new string('x', 10_000);
        for (var i = 0; i < 100; i++)
        {
            client.Log(Severity.Info, text);
        }

        Assert.InRange(client.Waiting, 1, 6);
    }

    // 50 DEBUG and 70 INFO against a limit of 100, then 60 ERROR: the errors push out the debugs, then infos.
    private static void Fill(DistLog.Client.DistLogClient client)
    {
        Repeat(50, () => client.Log(Severity.Debug, "debug"));
        Repeat(70, () => client.Log(Severity.Info, "info"));
        Repeat(60, () => client.Log(Severity.Error, "error"));
    }

    private static void Repeat(int times, Action action)
    {
        for (var i = 0; i < times; i++)
        {
            action();
        }
    }
}

using DistLog.Contracts;
using DistLog.Tests.Support;

namespace DistLog.Tests.Client;

public sealed class NodeLifeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_node_registers_and_beats_at_once_and_every_five_seconds()
    {
        var time = new ManualTime();
        await using var peer = new CollectorPeer();
        await using var client = Clients.Create(peer.ConnectionString, time: time);
        client.Life.Start();
        await client.FlushWithinAsync(Limit);
        for (var beats = 2; beats <= 4; beats++)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await client.FlushWithinAsync(Limit);
        }

        Assert.Equal(["REGISTRATION", "HEARTBEAT", "HEARTBEAT", "HEARTBEAT", "HEARTBEAT"], peer.Acknowledged.Select(record => (string)record["message_type"]!));
        Assert.All(peer.Acknowledged, record => Assert.Equal(("test-1", "TestService", "UP"), ((string)record["node_id"]!, (string)record["service_name"]!, (string)record["status"]!)));
        Assert.Equal("2026-11-20T08:00:15.0000000Z", peer.Acknowledged[^1]["timestamp"]);
    }

    [Fact]
    public async Task The_registration_names_the_dependencies()
    {
        await using var peer = new CollectorPeer();
        await using var client = Clients.Create(peer.ConnectionString, settings => settings.Dependencies.Add("PaymentService"));
        client.Life.Start();
        await client.FlushWithinAsync(Limit);
        Assert.Equal(["PaymentService"], (object?[])peer.Acknowledged[0]["dependencies"]!);
    }

    [Fact]
    public async Task Disposal_sends_what_is_queued_and_says_goodbye_last()
    {
        await using var peer = new CollectorPeer();
        var client = Clients.Create(peer.ConnectionString, settings => settings.LingerMs = 10_000);
        client.Life.Start();
        client.Log(Severity.Info, "last words");
        await client.DisposeAsync();
        Assert.Equal("CLOSE_LOG", peer.Acknowledged[^1]["message_type"]);
        Assert.Equal("last words", Assert.Single(peer.Logs)["message"]);
    }

    [Fact]
    public async Task Disposal_is_bounded_while_the_collector_is_away()
    {
        var client = Clients.Create(Clients.Nowhere(), settings => settings.ShutdownFlushMs = 50);
        client.Life.Start();
        await client.DisposeAsync().AsTask().WaitAsync(Limit);
    }

    [Fact]
    public async Task Logging_after_disposal_does_no_harm()
    {
        var client = Clients.Create(Clients.Nowhere(), settings => settings.ShutdownFlushMs = 0);
        await client.DisposeAsync();
        client.Log(Severity.Fatal, "too late");
        client.Dispose();
    }

    [Fact]
    public async Task Beats_go_ahead_of_a_backlog_and_do_not_pile_up()
    {
        var time = new ManualTime();
        await using var peer = new CollectorPeer(PeerAnswer.Silence);
        await using var client = Clients.Create(peer.ConnectionString, settings => settings.ShutdownFlushMs = 0, time);
        client.Log(Severity.Info, "in flight");
        await Wait.ForAsync("the chunk that is never acknowledged", () => peer.Chunks.Count == 1);
        client.Life.Start();
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.InRange(client.Waiting, 2, 8);
    }

    [Fact]
    public async Task A_node_that_is_switched_off_says_nothing_of_itself()
    {
        await using var peer = new CollectorPeer();
        var client = Clients.Create(peer.ConnectionString, settings => settings.DisableNode = true);
        client.Life.Start();
        client.Log(Severity.Info, "only this");
        await client.DisposeAsync();
        Assert.Equal("LOG", Assert.Single(peer.Acknowledged)["message_type"]);
    }
}

using DistLog.Client;
using DistLog.Contracts;
using DistLog.Tests.Support;

namespace DistLog.Tests.Client;

public sealed class DeliveryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Events_arrive_in_order_numbered_and_with_ids()
    {
        await using var peer = new CollectorPeer();
        await using var client = Clients.Create(peer.ConnectionString);
        for (var i = 0; i < 100; i++)
        {
            client.Log(i % 2 == 0 ? Severity.Info : Severity.Error, $"message {i}");
        }

        await client.FlushWithinAsync(Limit);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"message {i}"), peer.Logs.Select(log => (string)log["message"]!));
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), peer.Logs.Select(log => (long)log["seq"]!));
        Assert.Equal(100, peer.Logs.Select(log => Guid.Parse((string)log["log_id"]!)).Distinct().Count());
    }

    [Theory]
    [InlineData(PeerAnswer.WrongId)]
    [InlineData(PeerAnswer.Handshake)]
    [InlineData(PeerAnswer.Close)]
    [InlineData(PeerAnswer.HalfClose)]
    public async Task A_chunk_that_is_not_acknowledged_is_sent_again_with_the_same_ids(PeerAnswer misbehaviour)
    {
        await using var peer = new CollectorPeer(misbehaviour, misbehaviour, PeerAnswer.Acknowledge);
        await using var client = Clients.Create(peer.ConnectionString, settings => settings.LingerMs = 10_000);
        client.Log(Severity.Info, "one");
        client.Log(Severity.Warn, "two");

        await client.FlushWithinAsync(Limit);
        var chunks = peer.Chunks.ToArray();
        Assert.Equal(3, chunks.Length);
        Assert.Single(chunks.Select(chunk => chunk.Id).Distinct());
        Assert.Equal(chunks[0].LogIds, chunks[2].LogIds);
        Assert.Equal(3, peer.Connections);
    }

    [Fact]
    public async Task A_reset_in_the_middle_of_a_batch_loses_nothing()
    {
        await using var peer = new CollectorPeer(PeerAnswer.ResetInTheMiddle, PeerAnswer.ResetInTheMiddle, PeerAnswer.Acknowledge);
        await using var client = Clients.Create(peer.ConnectionString);
        var large = new string('x', 20_000);
        for (var i = 0; i < 50; i++)
        {
            client.Log(Severity.Info, large);
        }

        await client.FlushWithinAsync(Limit);
        Assert.Equal(50, peer.Logs.Select(log => log["log_id"]).Distinct().Count());
    }

    [Fact]
    public async Task Silence_ends_at_the_time_limit_and_the_chunk_is_sent_again()
    {
        await using var peer = new CollectorPeer(PeerAnswer.Silence, PeerAnswer.Acknowledge);
        await using var client = Clients.Create(peer.ConnectionString, settings => settings.AckTimeoutMs = 200);
        client.Log(Severity.Info, "one");
        await client.FlushWithinAsync(Limit);
        Assert.True(peer.Chunks.Count >= 2);
        Assert.Single(peer.Chunks.Select(chunk => chunk.Id).Distinct());
    }

    [Fact]
    public async Task An_acknowledgement_that_trickles_in_is_put_together()
    {
        await using var peer = new CollectorPeer(PeerAnswer.ByteByByte, PeerAnswer.ByteByByte);
        await using var client = Clients.Create(peer.ConnectionString);
        client.Log(Severity.Info, "one");
        await client.FlushWithinAsync(Limit);
        client.Log(Severity.Info, "two");
        await client.FlushWithinAsync(Limit);
        Assert.Equal(2, peer.Logs.Count);
        Assert.Equal(1, peer.Connections);
    }

    [Fact]
    public async Task Batches_keep_to_their_number_of_events_and_of_bytes()
    {
        await using var peer = new CollectorPeer();
        await using var client = Clients.Create(peer.ConnectionString, settings =>
        {
            settings.LingerMs = 5_000;
            settings.BatchEvents = 10;
            settings.BatchBytes = 4_000;
        });
        var text = new string('x', 1_000);
        for (var i = 0; i < 40; i++)
        {
            client.Log(Severity.Info, i < 20 ? "short" : text);
        }

        await client.FlushWithinAsync(Limit);
        Assert.Equal(40, peer.Logs.Count);
        Assert.All(peer.Chunks, chunk => Assert.InRange(chunk.Events.Count, 1, 10));
        Assert.All(peer.Chunks.Where(chunk => chunk.Events.All(log => (string)log["message"]! == text)), chunk => Assert.InRange(chunk.Events.Count, 1, 3));
    }

    [Fact]
    public async Task Gzip_carries_the_same_events()
    {
        await using var peer = new CollectorPeer();
        await using var client = Clients.Create(peer.ConnectionString, settings => settings.Gzip = true);
        client.Log(Severity.Info, "packed");
        await client.FlushWithinAsync(Limit);
        Assert.True(Assert.Single(peer.Chunks).Compressed);
        Assert.Equal("packed", Assert.Single(peer.Logs)["message"]);
    }

    [Fact]
    public async Task What_would_look_like_a_bomb_goes_uncompressed()
    {
        await using var peer = new CollectorPeer();
        await using var client = Clients.Create(peer.ConnectionString, settings => settings.Gzip = true);
        client.Log(Severity.Info, new string('x', 30_000));
        await client.FlushWithinAsync(Limit);
        Assert.False(Assert.Single(peer.Chunks).Compressed);
    }

    [Fact]
    public async Task A_fatal_event_does_not_wait_for_the_linger()
    {
        await using var peer = new CollectorPeer();
        await using var client = Clients.Create(peer.ConnectionString, settings => settings.LingerMs = 10_000, new ManualTime());
        client.Log(Severity.Info, "before");
        client.Log(Severity.Fatal, "the end");
        await Wait.ForAsync("the fatal event", () => peer.Logs.Count == 2);
    }

    [Fact]
    public async Task The_linger_sends_what_has_gathered()
    {
        var time = new ManualTime();
        await using var peer = new CollectorPeer();
        await using var client = Clients.Create(peer.ConnectionString, settings => settings.LingerMs = 50, time);
        client.Log(Severity.Info, "one");
        client.Log(Severity.Info, "two");
        await Wait.ForAsync("both events", () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            return peer.Logs.Count == 2;
        });
        Assert.Single(peer.Chunks);
    }

    [Fact]
    public async Task A_collector_that_comes_late_gets_everything()
    {
        var port = new Uri(Clients.Nowhere()).Port;
        await using var client = Clients.Create($"forward://127.0.0.1:{port}");
        client.Log(Severity.Info, "early");
        await Wait.ForAsync("a failed attempt", () => client.Link.Problem is not null);
        await using var peer = new CollectorPeer(port);
        await client.FlushWithinAsync(Limit);
        Assert.Equal("early", Assert.Single(peer.Logs)["message"]);
        Assert.Null(client.Link.Problem);
    }
}

using DistLog.Console;
using DistLog.Console.Feeds;
using Microsoft.Extensions.Options;

namespace DistLog.Tests.Console;

public sealed class BoardTests
{
    [Fact]
    public void Silent_nodes_come_first_and_then_service_and_name()
    {
        var board = new NodeBoard(Options.Create(new ConsoleOptions()));
        board.Apply(Node("b", "Orders", "UP"));
        board.Apply(Node("a", "Payments", "UP"));
        board.Apply(Node("z", "Zebra", "DOWN"));
        board.Apply(Node("c", "Orders", "CLOSED"));

        Assert.Equal(["z", "b", "a", "c"], board.Shown().Select(node => node.Key));
        Assert.Equal(new NodeCounts(2, 1, 1, 0), board.Counts());
    }

    [Fact]
    public void Nodes_beyond_the_bound_are_not_kept_but_known_ones_change()
    {
        var board = new NodeBoard(Options.Create(new ConsoleOptions { MaxKept = 2 }));

        Assert.Equal([true, true, false, true], ((string[])["a", "b", "c", "a"]).Select(name => board.Apply(Node(name, "s", "UP"))));
        board.Forget("a");
        Assert.Equal(["b"], board.Shown().Select(node => node.Key));
    }

    [Fact]
    public void Alerts_are_bounded_and_the_oldest_resolved_go_first()
    {
        var board = new AlertBoard(Options.Create(new ConsoleOptions { MaxKept = 100, ShownAlerts = 1_000 }));
        for (var alert = 0; alert < 1_000; alert++)
        {
            board.Apply(Alert($"{alert}", firing: alert < 20, alert));
        }

        Assert.InRange(board.Resolved().Count, 50, 80);
        Assert.Equal(20, board.FiringCount);
        Assert.Equal("999", board.Resolved()[0].Fingerprint);
    }

    [Fact]
    public void A_resolved_alert_fires_no_more()
    {
        var board = new AlertBoard(Options.Create(new ConsoleOptions()));
        board.Apply(Alert("1", firing: true, 1));
        board.Apply(Alert("1", firing: false, 2));

        Assert.Empty(board.Firing());
        Assert.Single(board.Resolved());
    }

    private static NodeView Node(string name, string service, string status) =>
        new(name, name, service, status, default, default, "", 1, "/search");

    private static AlertView Alert(string fingerprint, bool firing, int second) => new(
        fingerprint, firing, "log", "ERROR", "t", "s", "n", 1, default, null, DateTimeOffset.UnixEpoch.AddSeconds(second), null, "/search");
}

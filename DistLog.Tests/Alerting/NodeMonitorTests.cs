using DistLog.Alerting;
using DistLog.Alerting.Nodes;
using DistLog.Contracts;

namespace DistLog.Tests.Alerting;

public sealed class NodeMonitorTests
{
    private readonly NodeScenario _scenario = new();

    [Fact]
    public void A_registration_makes_a_node_up_and_is_counted()
    {
        _scenario.Register();

        Assert.Equal((NodeStatus.Up, "Payments", 1), (_scenario["a"].Status, _scenario["a"].ServiceName, _scenario["a"].Registrations));
        Assert.Equal(["a UP"], _scenario.Registry);
        Assert.Empty(_scenario.Alerts);
    }

    [Fact]
    public void A_first_beat_makes_a_node_up_without_a_registration()
    {
        _scenario.Beat();

        Assert.Equal((NodeStatus.Up, 0, "first heartbeat"), (_scenario["a"].Status, _scenario["a"].Registrations, _scenario["a"].Cause));
    }

    [Fact]
    public void A_node_that_beats_stays_up_and_alerts_nobody()
    {
        for (var beat = 0; beat < 100; beat++)
        {
            _scenario.Beat();
            _scenario.Pass(5);
        }

        Assert.Equal(NodeStatus.Up, _scenario["a"].Status);
        Assert.Empty(_scenario.Alerts);
    }

    [Fact]
    public void One_missed_beat_is_forgiven()
    {
        _scenario.Beat();
        _scenario.Pass(9.9);

        Assert.Equal(NodeStatus.Up, _scenario["a"].Status);
    }

    [Fact]
    public void Silence_makes_a_node_down_within_a_quarter_second_of_the_limit()
    {
        _scenario.Beat();
        _scenario.Pass(10.25);

        Assert.Equal(NodeStatus.Down, _scenario["a"].Status);
        Assert.Equal("no heartbeat for 10 s, and no goodbye", _scenario["a"].Cause);
        var alert = Assert.Single(_scenario.Outbox.Alerts);
        Assert.Equal(("firing", "node", "ERROR", "a", "Payments"), (alert.Status, alert.Kind, alert.Severity, alert.NodeId, alert.ServiceName));
    }

    [Fact]
    public void A_silent_node_gives_one_alert_however_long_it_is_silent()
    {
        _scenario.Beat();
        _scenario.Pass(600);

        Assert.Equal(["a firing"], _scenario.Alerts);
    }

    [Fact]
    public void Beats_that_return_resolve_the_alert()
    {
        _scenario.Beat();
        _scenario.Pass(34);
        _scenario.Beat();

        Assert.Equal(["a firing", "a resolved"], _scenario.Alerts);
        Assert.Equal((NodeStatus.Up, "heartbeats returned after 34 s"), (_scenario["a"].Status, _scenario["a"].Cause));
        var (firing, resolved) = (_scenario.Outbox.Alerts[0], _scenario.Outbox.Alerts[1]);
        Assert.Equal((firing.Fingerprint, firing.StartsAt), (resolved.Fingerprint, resolved.StartsAt));
        Assert.NotEqual(firing.AlertId, resolved.AlertId);
        Assert.Equal(_scenario.Now.Wall, resolved.EndsAt);
    }

    [Fact]
    public void A_goodbye_is_no_failure_however_long_the_silence_after_it()
    {
        _scenario.Register();
        _scenario.Pass(3);
        _scenario.SayGoodbye();
        _scenario.Pass(600);

        Assert.Equal((NodeStatus.Closed, "said goodbye"), (_scenario["a"].Status, _scenario["a"].Cause));
        Assert.Empty(_scenario.Alerts);
    }

    [Fact]
    public void A_goodbye_of_a_silent_node_resolves_its_alert()
    {
        _scenario.Beat();
        _scenario.Pass(11);
        _scenario.SayGoodbye();

        Assert.Equal(["a firing", "a resolved"], _scenario.Alerts);
        Assert.Equal(NodeStatus.Closed, _scenario["a"].Status);
    }

    [Fact]
    public void A_beat_that_was_under_way_at_the_goodbye_does_not_reopen_the_node()
    {
        _scenario.Register();
        _scenario.Pass(3);
        _scenario.SayGoodbye();
        _scenario.Pass(1);
        _scenario.Beat();

        Assert.Equal(NodeStatus.Closed, _scenario["a"].Status);
    }

    [Theory]
    [InlineData(NodeEventKind.Registration, 0.5)]
    [InlineData(NodeEventKind.Heartbeat, 5)]
    public void A_closed_node_that_comes_back_is_up(object kind, double after)
    {
        _scenario.Register();
        _scenario.SayGoodbye();
        _scenario.Pass(after);
        _scenario.Send((NodeEventKind)kind, "a");

        Assert.Equal(NodeStatus.Up, _scenario["a"].Status);
    }

    [Fact]
    public void A_restart_without_a_goodbye_is_told_as_cause()
    {
        _scenario.Register();
        _scenario.Pass(3);
        _scenario.Register();

        Assert.Equal((NodeStatus.Up, 2), (_scenario["a"].Status, _scenario["a"].Registrations));
        Assert.Contains("without a goodbye", _scenario["a"].Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Flapping_gives_one_pair_of_transitions_for_each_silence()
    {
        for (var round = 0; round < 3; round++)
        {
            _scenario.Beat();
            _scenario.Pass(12);
        }

        Assert.Equal(["a firing", "a resolved", "a firing", "a resolved", "a firing"], _scenario.Alerts);
        Assert.Equal(5, _scenario.Outbox.Alerts.Select(alert => alert.AlertId).Distinct().Count());
        Assert.Single(_scenario.Outbox.Alerts.Select(alert => alert.Fingerprint).Distinct());
    }

    [Fact]
    public void Nodes_are_judged_each_by_itself()
    {
        _scenario.Beat("a");
        _scenario.Beat("b");
        _scenario.Pass(6);
        _scenario.Beat("b");
        _scenario.Pass(5);

        Assert.Equal(["a firing"], _scenario.Alerts);
    }

    [Fact]
    public void The_senders_clock_means_nothing()
    {
        _scenario.Send(NodeEventKind.Heartbeat, "a", _scenario.Now.Wall.AddYears(1));
        _scenario.Pass(5);
        Assert.Equal(NodeStatus.Up, _scenario["a"].Status);
        _scenario.Pass(6);
        Assert.Equal(NodeStatus.Down, _scenario["a"].Status);
        _scenario.Beat();

        Assert.Equal(NodeStatus.Up, _scenario["a"].Status);
    }

    [Fact]
    public void A_wall_clock_that_jumps_makes_nobody_silent()
    {
        _scenario.Beat();
        var jumped = new Moment(_scenario.Now.Wall.AddHours(3), _scenario.Now.Uptime + TimeSpan.FromSeconds(1));
        _scenario.Monitor.Judge(jumped, afterGap: false);

        Assert.Equal(NodeStatus.Up, _scenario["a"].Status);
    }

    [Fact]
    public void A_redelivered_beat_from_before_the_silence_does_not_revive_a_node()
    {
        var before = _scenario.Now.Wall;
        _scenario.Beat();
        _scenario.Pass(11);
        _scenario.Send(NodeEventKind.Heartbeat, "a", before);

        Assert.Equal(NodeStatus.Down, _scenario["a"].Status);
        Assert.Equal(["a firing"], _scenario.Alerts);
    }

    [Fact]
    public void Beats_refresh_last_seen_in_the_registry_but_not_each_of_them()
    {
        _scenario.Register();
        for (var beat = 0; beat < 20; beat++)
        {
            _scenario.Pass(1);
            _scenario.Beat();
        }

        Assert.Equal(1 + 5, _scenario.Outbox.Nodes.Count);
        Assert.Equal(_scenario.Now.Wall, _scenario.Outbox.Nodes[^1].State!.LastSeen);
    }
}

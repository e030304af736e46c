using DistLog.Alerting.Nodes;
using DistLog.Contracts;

namespace DistLog.Tests.Alerting;

/// <summary>Only time in which beats could have been seen counts as silence.</summary>
public sealed class NodeGraceTests
{
    [Fact]
    public void A_broker_outage_makes_nobody_down()
    {
        var scenario = new NodeScenario();
        scenario.Beat("a");
        scenario.Beat("b");
        scenario.Pass(4);
        scenario.LoseBus(120);
        scenario.Pass(8);
        scenario.Beat("a");
        scenario.Beat("b");
        scenario.Pass(5);

        Assert.Empty(scenario.Alerts);
    }

    [Fact]
    public void A_node_that_died_during_an_outage_is_down_after_its_grace_period()
    {
        var scenario = new NodeScenario();
        scenario.Beat();
        scenario.LoseBus(120);
        scenario.Pass(14.5);
        Assert.Empty(scenario.Alerts);
        scenario.Pass(1);

        Assert.Equal(["a firing"], scenario.Alerts);
        Assert.Equal("no heartbeat for 135 s, and no goodbye", scenario["a"].Cause);
    }

    [Fact]
    public void A_lag_that_is_caught_up_makes_nobody_down_who_was_beating()
    {
        var scenario = new NodeScenario();
        scenario.Beat();
        scenario.Pass(4);
        scenario.Jump(60);
        scenario.Beat();
        scenario.Pass(9.5);

        Assert.Empty(scenario.Alerts);
    }

    [Fact]
    public void A_lag_does_not_keep_a_silent_node_from_being_told()
    {
        var scenario = new NodeScenario();
        scenario.Beat("silent");
        scenario.Jump(60);
        scenario.Pass(0.25);

        Assert.Equal(["silent firing"], scenario.Alerts);
    }

    [Fact]
    public void A_short_hiccup_of_the_judging_gives_no_extra_time()
    {
        var scenario = new NodeScenario();
        scenario.Beat();
        scenario.Pass(7);
        scenario.Jump(2);
        scenario.Pass(1.25);

        Assert.Equal(["a firing"], scenario.Alerts);
    }

    [Fact]
    public void A_restart_restores_the_nodes_and_gives_each_a_fresh_grace_period()
    {
        var before = new NodeScenario();
        before.Register();
        before.Jump(60);
        var after = new NodeScenario(start: before.Now);
        after.Monitor.Restore(before["a"], after.Now);
        after.Pass(9.5);
        Assert.Empty(after.Alerts);
        after.Pass(1);

        Assert.Equal(["a firing"], after.Alerts);
    }

    [Fact]
    public void A_restart_repeats_the_alert_of_a_silent_node_with_the_same_id_and_resolves_it_when_beats_return()
    {
        var before = new NodeScenario();
        before.Beat();
        before.Pass(11);
        var after = new NodeScenario(start: before.Now);
        after.Monitor.Restore(before["a"], after.Now);
        after.Monitor.RepeatFiring();
        after.Pass(3);
        after.Beat();

        Assert.Equal(["a firing", "a resolved"], after.Alerts);
        Assert.Equal(before.Outbox.Alerts[0], after.Outbox.Alerts[0]);
    }

    [Fact]
    public void A_closed_node_stays_closed_over_a_restart()
    {
        var before = new NodeScenario();
        before.Register();
        before.SayGoodbye();
        var after = new NodeScenario(start: before.Now);
        after.Monitor.Restore(before["a"], after.Now);
        after.Pass(60);

        Assert.Equal(NodeStatus.Closed, after["a"].Status);
        Assert.Empty(after.Alerts);
    }

    [Fact]
    public void A_backlog_of_beats_and_a_goodbye_read_at_once_ends_closed()
    {
        var scenario = new NodeScenario();
        var start = scenario.Now.Wall;
        scenario.Jump(60);
        scenario.Send(NodeEventKind.Registration, "a", start);
        scenario.Send(NodeEventKind.Heartbeat, "a", start.AddSeconds(5));
        scenario.Send(NodeEventKind.Goodbye, "a", start.AddSeconds(7));

        Assert.Equal(NodeStatus.Closed, scenario["a"].Status);
        Assert.Empty(scenario.Alerts);
    }
}

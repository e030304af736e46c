namespace DistLog.Tests.Alerting;

public sealed class NodeBoundsTests
{
    [Fact]
    public void Beyond_the_bound_the_oldest_closed_node_is_forgotten_first()
    {
        var scenario = new NodeScenario(options => options.MaxNodes = 3);
        scenario.Register("up");
        scenario.Pass(1);
        scenario.Register("closed-1");
        scenario.SayGoodbye("closed-1");
        scenario.Pass(1);
        scenario.Register("closed-2");
        scenario.SayGoodbye("closed-2");
        scenario.Register("new");

        Assert.Equal(["closed-2", "new", "up"], scenario.Monitor.States.Select(node => node.NodeId).Order());
        Assert.Contains("closed-1 forgotten", scenario.Registry);
    }

    [Fact]
    public void A_silent_node_that_is_forgotten_has_its_alert_resolved()
    {
        var scenario = new NodeScenario(options => options.MaxNodes = 1);
        scenario.Beat("a");
        scenario.Pass(11);
        scenario.Beat("b");

        Assert.Equal(["a firing", "a resolved"], scenario.Alerts);
    }

    [Fact]
    public void Ever_new_names_keep_the_number_of_nodes_bounded()
    {
        var scenario = new NodeScenario(options => options.MaxNodes = 100);
        for (var node = 0; node < 10_000; node++)
        {
            scenario.Beat($"n{node}");
        }

        Assert.Equal(100, scenario.Monitor.Count);
    }

    [Fact]
    public void Nodes_that_ended_are_forgotten_after_a_time()
    {
        var scenario = new NodeScenario(options => options.ForgetAfter = TimeSpan.FromSeconds(60));
        scenario.Register("closed");
        scenario.SayGoodbye("closed");
        scenario.Beat("silent");
        scenario.Pass(75);

        Assert.Empty(scenario.Monitor.States);
        Assert.Equal(["silent firing", "silent resolved"], scenario.Alerts);
    }

    [Fact]
    public void Ten_thousand_nodes_are_judged_36_times_in_less_than_the_time_they_stand_for()
    {
        var scenario = new NodeScenario();
        for (var node = 0; node < 10_000; node++)
        {
            scenario.Beat($"n{node}");
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        scenario.Pass(9);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        Assert.Empty(scenario.Alerts);
    }
}

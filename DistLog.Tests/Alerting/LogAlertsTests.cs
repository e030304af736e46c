using DistLog.Contracts;

namespace DistLog.Tests.Alerting;

public sealed class LogAlertsTests
{
    private readonly LogScenario _scenario = new();

    [Theory]
    [InlineData(Severity.Warn, "WARN")]
    [InlineData(Severity.Error, "ERROR")]
    [InlineData(Severity.Fatal, "FATAL")]
    public void The_first_of_a_kind_fires_at_once(Severity level, string severity)
    {
        _scenario.Send("Card declined", level, id: "log-1");

        var alert = Assert.Single(_scenario.Outbox.Alerts);
        Assert.Equal(("firing", "log", severity, "Card declined", 1), (alert.Status, alert.Kind, alert.Severity, alert.Title, alert.Count));
        Assert.Equal(("Payments", "payments-1", "log-1"), (alert.ServiceName, alert.NodeId, alert.LogId));
    }

    [Fact]
    public void Further_ones_are_counted_and_published_once_a_second()
    {
        for (var event_ = 0; event_ < 50; event_++)
        {
            _scenario.Send("Card declined");
            _scenario.Pass(0.1);
        }

        Assert.InRange(_scenario.Outbox.Alerts.Count, 5, 7);
        _scenario.Pass(2);
        Assert.Equal("Card declined firing 50", _scenario.Alerts[^1]);
    }

    [Fact]
    public void Five_minutes_of_silence_resolve_it_with_its_count()
    {
        _scenario.Send("Card declined");
        _scenario.Send("Card declined");
        _scenario.Pass(299);
        Assert.DoesNotContain(_scenario.Outbox.Alerts, alert => alert.Status == "resolved");
        _scenario.Pass(2);

        Assert.Equal(["Card declined firing 1", "Card declined firing 2", "Card declined resolved 2"], _scenario.Alerts);
        Assert.NotNull(_scenario.Outbox.Alerts[^1].EndsAt);
        Assert.Equal(0, _scenario.Logs.Count);
    }

    [Fact]
    public void After_it_was_resolved_it_fires_anew()
    {
        _scenario.Send("Card declined");
        _scenario.Pass(301);
        _scenario.Send("Card declined");

        Assert.Equal(["Card declined firing 1", "Card declined resolved 1", "Card declined firing 1"], _scenario.Alerts);
        Assert.Equal(3, _scenario.Outbox.Alerts.Select(alert => alert.AlertId).Distinct().Count());
    }

    [Fact]
    public void Messages_that_differ_in_numbers_and_ids_are_of_one_kind()
    {
        _scenario.Send("Order 17 of 5f0c1a9e-0001-4a6e-9d2f-4be1b1a4a001 failed");
        _scenario.Send("Order 18 of 9ab7c211-77aa-4c01-8f5e-0123456789ab failed");

        Assert.Equal(1, _scenario.Logs.Count);
    }

    [Fact]
    public void Service_level_and_template_tell_kinds_apart()
    {
        _scenario.Send("x", template: "Order {Id} failed");
        _scenario.Send("y", template: "Order {Id} failed");
        _scenario.Send("x", template: "Order {Id} was lost");
        _scenario.Send("x", Severity.Warn, "Order {Id} failed");
        _scenario.Send("x", template: "Order {Id} failed", service: "Orders");

        Assert.Equal(4, _scenario.Logs.Count);
    }

    [Fact]
    public void A_redelivered_event_is_not_counted_twice()
    {
        Assert.True(_scenario.Send("Card declined", id: "one"));
        Assert.True(_scenario.Send("Card declined", id: "two"));
        Assert.False(_scenario.Send("Card declined", id: "one"));
        _scenario.Pass(2);

        Assert.Equal("Card declined firing 2", _scenario.Alerts[^1]);
    }

    [Fact]
    public void The_window_of_known_events_is_bounded()
    {
        var scenario = new LogScenario(options => options.DeduplicationWindow = 3);
        string[] ids = ["1", "2", "3", "4", "2", "1"];

        Assert.Equal([true, true, true, true, false, true], ids.Select(id => scenario.Send("x", id: id)));
    }

    [Fact]
    public void A_storm_of_one_kind_gives_one_alert_with_its_count()
    {
        for (var event_ = 0; event_ < 100_000; event_++)
        {
            _scenario.Send($"Connection {event_} refused");
            if (event_ % 1_000 == 0)
            {
                _scenario.Pass(0.1);
            }
        }

        _scenario.Pass(2);
        Assert.Equal(1, _scenario.Logs.Count);
        Assert.InRange(_scenario.Outbox.Alerts.Count, 2, 15);
        Assert.Equal(100_000, _scenario.Outbox.Alerts[^1].Count);
    }

    [Fact]
    public void Beyond_the_bound_of_kinds_the_one_silent_for_longest_is_resolved()
    {
        var scenario = new LogScenario(options => options.MaxFingerprints = 2);
        scenario.Send("one", template: "one");
        scenario.Send("two", template: "two");
        scenario.Send("one", template: "one");
        scenario.Send("three", template: "three");

        Assert.Equal(2, scenario.Logs.Count);
        Assert.Equal(["one firing 1", "two firing 1", "two resolved 1", "three firing 1"], scenario.Alerts);
    }

    [Fact]
    public void A_restart_goes_on_counting_and_resolves_what_fell_silent()
    {
        _scenario.Send("Card declined", template: "Card declined");
        var after = new LogScenario();
        after.Logs.Restore(_scenario.Outbox.Alerts[0], after.Now);
        after.Send("Card declined", template: "Card declined", id: "another");
        after.Pass(302);

        Assert.Equal(["Card declined firing 2", "Card declined resolved 2"], after.Alerts);
        Assert.Equal(_scenario.Outbox.Alerts[0].StartsAt, after.Outbox.Alerts[0].StartsAt);
    }

    [Fact]
    public void A_restart_leaves_resolved_what_was_resolved()
    {
        _scenario.Send("Card declined");
        _scenario.Pass(301);
        var after = new LogScenario();
        _scenario.Outbox.Alerts.ForEach(alert => after.Logs.Restore(alert, after.Now));

        Assert.Equal(0, after.Logs.Count);
    }

    [Fact]
    public void A_megabyte_of_message_becomes_a_short_title()
    {
        _scenario.Send(new string('x', 1_000_000));

        Assert.Equal(300, _scenario.Outbox.Alerts[0].Title.Length);
    }
}

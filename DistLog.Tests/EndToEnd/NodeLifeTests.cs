using DistLog.Contracts;
using DistLog.Tests.Support;

namespace DistLog.Tests.EndToEnd;

[Collection(EndToEndTests.Name)]
public sealed class NodeLifeTests(RunningApplication application)
{
    // Beats come every 5 s and silence counts after 10 s; the rest is room for a busy machine.
    private static readonly TimeSpan DownDeadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_killed_service_goes_down_with_an_alert_and_comes_up_again_when_it_is_started()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await StatusAsync("ShippingService", NodeStatus.Up);

        await application.KillAsync("shipping", timeout.Token);
        await StatusAsync("ShippingService", NodeStatus.Down);
        await AlertAsync("ShippingService", "firing");

        await application.StartAsync("shipping", timeout.Token);
        await StatusAsync("ShippingService", NodeStatus.Up);
        await AlertAsync("ShippingService", "resolved");
    }

    [Fact]
    public async Task A_clean_stop_is_told_apart_from_a_crash()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await StatusAsync("InventoryService", NodeStatus.Up);
        var stopped = await application.App.ResourceCommands.ExecuteCommandAsync("inventory", "resource-stop", timeout.Token);
        Assert.True(stopped.Success, stopped.Message);
        await StatusAsync("InventoryService", NodeStatus.Closed);

        await application.StartAsync("inventory", timeout.Token);
        await StatusAsync("InventoryService", NodeStatus.Up);
    }

    private Task StatusAsync(string service, string status) => Wait.ForAsync(
        $"a node of {service} to be {status}",
        async () => await application.Store.CountAsync(Indices.Nodes, $"service_name:{service} AND status:{status}") > 0,
        DownDeadline);

    private Task AlertAsync(string service, string status) => Wait.ForAsync(
        $"a node alert of {service} to be {status}",
        async () => await application.Store.CountAsync(Indices.Alerts, $"kind:node AND service_name:{service} AND status:{status}") > 0,
        DownDeadline);
}

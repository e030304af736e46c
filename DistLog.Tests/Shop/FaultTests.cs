using System.Net;
using DistLog.Shop;
using DistLog.Shop.Faults;
using DistLog.Tests.Support;
using Microsoft.Extensions.Options;

namespace DistLog.Tests.Shop;

public sealed class FaultTests
{
    [Fact]
    public void The_same_seed_gives_the_same_faults_and_each_service_its_own()
    {
        Assert.Equal(Faults(7, ShopService.Payments), Faults(7, ShopService.Payments));
        Assert.NotEqual(Faults(7, ShopService.Payments), Faults(8, ShopService.Payments));
        Assert.NotEqual(Faults(7, ShopService.Payments), Faults(7, ShopService.Shipping));
    }

    [Fact]
    public void The_rates_are_met()
    {
        var faults = Faults(7, ShopService.Payments, 100_000).GroupBy(fault => fault).ToDictionary(group => group.Key, group => group.Count());
        Assert.InRange(faults[Fault.Slow], 9_500, 10_500);
        Assert.InRange(faults[Fault.Failure], 4_600, 5_400);
        Assert.InRange(faults[Fault.Crash], 800, 1_200);
    }

    [Fact]
    public async Task A_slow_answer_is_a_warning_with_time_and_threshold()
    {
        await using var shop = await ShopUnderTest.StartAsync(("shipping:Shop:SlowRate", "1"), ("shipping:Shop:ThresholdMs", "20"));
        using var response = await shop.OrderAsync("pen-001", 1);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        await Wait.ForAsync("the warning", () => shop.Logs("ShippingService", "WARN").Any());
        var warning = shop.Logs("ShippingService", "WARN").First();
        Assert.Equal(20.0, warning["threshold_limit_ms"]);
        Assert.True((double)warning["response_time_ms"]! > 20);
    }

    [Fact]
    public async Task A_failure_is_an_error_with_its_code()
    {
        await using var shop = await ShopUnderTest.StartAsync(("payments:Shop:FailureRate", "1"));
        using var response = await shop.OrderAsync("pen-001", 1);
        await Wait.ForAsync("the error", () => shop.Logs("PaymentService", "ERROR").Any());
        var details = (Dictionary<string, object?>)shop.Logs("PaymentService", "ERROR").First()["error_details"]!;
        Assert.Equal("GATEWAY_TIMEOUT", details["error_code"]);
    }

    [Fact]
    public async Task A_crash_has_sent_its_fatal_event_before_the_process_ends()
    {
        await using var shop = await ShopUnderTest.StartAsync(("inventory:Shop:CrashRate", "1"));
        using var response = await shop.OrderAsync("pen-001", 1);
        Assert.Equal([FaultFilter.CrashExitCode], shop.Crashes);
        var fatal = Assert.Single(shop.Logs("InventoryService", "FATAL"));
        Assert.Equal("STATE_CORRUPTED", ((Dictionary<string, object?>)fatal["error_details"]!)["error_code"]);
    }

    [Fact]
    public async Task Rates_out_of_range_stop_the_start_with_every_key()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ShopUnderTest.StartAsync(("Shop:SlowRate", "2"), ("Shop:OrdersPerSecond", "-1")));
        Assert.Contains("Shop:SlowRate", error.Message, StringComparison.Ordinal);
        Assert.Contains("Shop:OrdersPerSecond", error.Message, StringComparison.Ordinal);
    }

    private static List<Fault> Faults(int seed, ShopService service, int count = 500)
    {
        var options = new ShopOptions { Seed = seed, SlowRate = 0.10, FailureRate = 0.05, CrashRate = 0.01 };
        var source = new FaultSource(Options.Create(options), service);
        return [.. Enumerable.Range(0, count).Select(_ => source.Next())];
    }
}

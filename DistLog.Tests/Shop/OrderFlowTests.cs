using System.Net;
using System.Net.Http.Json;
using System.Text;
using DistLog.Orders;
using DistLog.Payments;
using DistLog.Shop.Messages;
using DistLog.Tests.Support;

namespace DistLog.Tests.Shop;

public sealed class OrderFlowTests
{
    [Fact]
    public async Task An_order_is_reserved_paid_and_dispatched()
    {
        await using var shop = await ShopUnderTest.StartAsync();
        var before = await shop.AvailableAsync("pen-001");
        using var response = await shop.OrderAsync("pen-001", 2);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);

        var order = (await shop.Orders.GetFromJsonAsync<Order>(response.Headers.Location))!;
        Assert.Equal((OrderStatus.Confirmed, 3.20m), (order.Status, order.Total));
        Assert.Equal(before - 2, await shop.AvailableAsync("pen-001"));
        Assert.Equal(3.20m, (await shop.Payments.GetFromJsonAsync<Charge>($"/charges/{order.ChargeId}"))!.Amount);
        Assert.Equal("bicycle", (await shop.Shipping.GetFromJsonAsync<Shipment>($"/shipments/{order.ShipmentId}"))!.Carrier);
    }

    [Fact]
    public async Task Its_logs_share_one_trace_across_the_services()
    {
        await using var shop = await ShopUnderTest.StartAsync();
        using var response = await shop.OrderAsync("pen-001", 2);
        await Wait.ForAsync("a log of each service", () => TracesOfOrders(shop).Count() == 4);
        Assert.Single(TracesOfOrders(shop).Select(service => service.Trace).Distinct());
    }

    [Fact]
    public async Task What_is_out_of_stock_is_rejected_and_nothing_is_charged()
    {
        await using var shop = await ShopUnderTest.StartAsync();
        using var response = await shop.OrderAsync("desk-001", 41);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var order = (await response.Content.ReadFromJsonAsync<Order>())!;
        Assert.Equal(OrderStatus.Rejected, order.Status);
        Assert.Contains("desk-001", order.Reason, StringComparison.Ordinal);
        Assert.Null(order.ChargeId);
    }

    [Fact]
    public async Task A_declined_payment_releases_the_reservation()
    {
        await using var shop = await ShopUnderTest.StartAsync();
        var before = await shop.AvailableAsync("desk-001");
        using var response = await shop.OrderAsync("desk-001", (int)(Ledger.CardLimit / 449) + 1);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal(before, await shop.AvailableAsync("desk-001"));
    }

    [Fact]
    public async Task A_failed_dispatch_refunds_and_releases()
    {
        await using var shop = await ShopUnderTest.StartAsync(("shipping:Shop:FailureRate", "1"));
        var before = await shop.AvailableAsync("pen-001");
        using var response = await shop.OrderAsync("pen-001", 5);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);

        var order = (await response.Content.ReadFromJsonAsync<Order>())!;
        Assert.Equal((OrderStatus.Failed, "No carrier takes shipments now."), (order.Status, order.Reason));
        Assert.True((await shop.Payments.GetFromJsonAsync<Charge>($"/charges/{order.ChargeId}"))!.Refunded);
        Assert.Equal(before, await shop.AvailableAsync("pen-001"));
    }

    [Fact]
    public async Task A_service_that_is_away_fails_the_order_and_the_failure_is_logged()
    {
        await using var shop = await ShopUnderTest.StartAsync();
        await shop.StopAsync("payments");
        using var response = await shop.OrderAsync("pen-001", 5);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        await Wait.ForAsync("the failed call and the failed order", () => shop.Logs("OrderService", "ERROR").Count() >= 2);
        Assert.All(shop.Logs("OrderService", "ERROR"), log => Assert.Contains("error_details", log.Keys));
    }

    [Theory]
    [InlineData("""{"customer":"","items":[{"sku":"pen-001","quantity":1}]}""", "customer")]
    [InlineData("""{"customer":"ada","items":[]}""", "1 to 50")]
    [InlineData("""{"customer":"ada"}""", "items")]
    [InlineData("""{"customer":"ada","items":[null]}""", "items[0].sku")]
    [InlineData("""{"customer":"ada","items":[{"sku":"pen-001","quantity":1001}]}""", "1 to 1000")]
    [InlineData("""{"customer":"ada","items":[{"sku":"pen-001","quantity":"two"}]}""", "quantity")]
    [InlineData("not json", "invalid")]
    public async Task A_bad_order_is_refused_with_the_reason(string body, string reason)
    {
        await using var shop = await ShopUnderTest.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await shop.Orders.PostAsync("/orders", content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_of_more_than_64_KiB_is_refused()
    {
        await using var shop = await ShopUnderTest.StartAsync();
        using var content = new StringContent($$"""{"customer":"{{new string('x', 70_000)}}"}""", Encoding.UTF8, "application/json");
        using var response = await shop.Orders.PostAsync("/orders", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    private static IEnumerable<(string Service, string Trace)> TracesOfOrders(ShopUnderTest shop) => shop.Collector.Logs
        .Where(log => log.ContainsKey("trace_id") && log.TryGetValue("event_id", out var id) && id is long and > 2099 and < 2500)
        .Select(log => ((string)log["service_name"]!, (string)log["trace_id"]!))
        .Distinct();
}

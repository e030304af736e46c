using System.Net.Http.Json;
using DistLog.Orders;
using DistLog.Orders.Customers;
using DistLog.Tests.Support;

namespace DistLog.Tests.Shop;

public sealed class SimulatedCustomerTests
{
    [Fact]
    public void Orders_are_due_at_the_rate_however_the_time_is_cut()
    {
        var pace = new Pace(perSecond: 2.5);
        Assert.Equal(250, Enumerable.Range(0, 10_000).Sum(_ => pace.Due(TimeSpan.FromMilliseconds(10))));
    }

    [Fact]
    public void A_long_pause_is_not_caught_up_with() => Assert.Equal(10, new Pace(perSecond: 10).Due(TimeSpan.FromHours(1)));

    [Fact]
    public void The_same_seed_places_the_same_orders()
    {
        var (one, two) = (new OrderGenerator(7), new OrderGenerator(7));
        for (var i = 0; i < 100; i++)
        {
            var (first, second) = (one.Next(), two.Next());
            Assert.Equal(first.Customer, second.Customer);
            Assert.Equal(first.Items, second.Items);
        }
    }

    [Fact]
    public async Task The_customer_keeps_the_shop_busy()
    {
        await using var shop = await ShopUnderTest.StartAsync(("orders:Shop:OrdersPerSecond", "50"));
        await Wait.ForAsync("ten confirmed orders", async () =>
            (await shop.Orders.GetFromJsonAsync<List<Order>>("/orders"))!.Count(order => order.Status == OrderStatus.Confirmed) >= 10);
        Assert.Contains(shop.Logs("OrderService", "INFO"), log => (string)log["message"]! is { } text && text.StartsWith("Call to PaymentService succeeded", StringComparison.Ordinal));
    }
}

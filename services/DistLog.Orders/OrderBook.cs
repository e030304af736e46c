using DistLog.Shop;
using DistLog.Shop.Store;
using Microsoft.Extensions.Options;

namespace DistLog.Orders;

/// <summary>The orders that the shop remembers: the newest, in memory.</summary>
internal sealed class OrderBook(IOptions<ShopOptions> options)
{
    private readonly BoundedStore<Order> _orders = new(options.Value.MaxRemembered);

    public void Put(Order order) => _orders.Put(order.Id, order);

    public Order? Find(string id) => _orders.TryGet(id, out var found) ? found : null;

    public IReadOnlyList<Order> Newest(int count) => _orders.Newest(count);
}

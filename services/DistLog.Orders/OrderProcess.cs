using DistLog.Shop.Calls;
using DistLog.Shop.Messages;

namespace DistLog.Orders;

/// <summary>Takes an order through reservation, payment and dispatch; what was done for an order that fails is undone.</summary>
internal sealed class OrderProcess(
    [FromKeyedServices(OrdersApp.Inventory)] ServiceCaller inventory,
    [FromKeyedServices(OrdersApp.Payments)] ServiceCaller payments,
    [FromKeyedServices(OrdersApp.Shipping)] ServiceCaller shipping,
    Compensation compensation, OrderBook book, TimeProvider time, ILogger<OrderProcess> logger)
{
    public async Task<Order> PlaceAsync(OrderRequest request, CancellationToken cancellation)
    {
        var order = new Order
        {
            Id = Guid.CreateVersion7().ToString("N"),
            Customer = request.Customer,
            Items = request.Items,
            PlacedAt = time.GetUtcNow(),
        };
        using var scope = Log.OrderScope(logger, order.Id);
        Log.Placed(logger, order.Id, order.Customer, order.Items.Count);
        book.Put(order);
        order = await ReserveAsync(order, cancellation);
        book.Put(order);
        return order;
    }

    private async Task<Order> ReserveAsync(Order order, CancellationToken cancellation)
    {
        var reservation = await inventory.PostAsync<Reservation>("/reservations", new ReservationRequest(order.Id, order.Items), cancellation);
        return reservation.Value is { } held
            ? await ChargeAsync(order with { ReservationId = held.Id, Total = held.Total }, cancellation)
            : await EndAsync(order, "reservation", reservation.Refused, reservation.Reason);
    }

    private async Task<Order> ChargeAsync(Order order, CancellationToken cancellation)
    {
        var charge = await payments.PostAsync<Charge>("/charges", new ChargeRequest(order.Id, order.Customer, order.Total!.Value), cancellation);
        return charge.Value is { } paid
            ? await DispatchAsync(order with { ChargeId = paid.Id }, cancellation)
            : await EndAsync(order, "payment", charge.Refused, charge.Reason);
    }

    private async Task<Order> DispatchAsync(Order order, CancellationToken cancellation)
    {
        var shipment = await shipping.PostAsync<Shipment>("/shipments", new ShipmentRequest(order.Id, order.Customer, order.Items), cancellation);
        if (shipment.Value is not { } sent)
        {
            return await EndAsync(order, "dispatch", shipment.Refused, shipment.Reason);
        }

        Log.Confirmed(logger, order.Id, order.Total!.Value, sent.Carrier);
        return order with { Status = OrderStatus.Confirmed, ShipmentId = sent.Id };
    }

    private async Task<Order> EndAsync(Order order, string step, bool refused, string? reason)
    {
        if (refused)
        {
            Log.Rejected(logger, order.Id, step, reason);
        }
        else
        {
            Log.Failed(logger, order.Id, step, $"{step.ToUpperInvariant()}_FAILED", reason);
        }

        await compensation.UndoAsync(order);
        return order with { Status = refused ? OrderStatus.Rejected : OrderStatus.Failed, Reason = reason };
    }
}

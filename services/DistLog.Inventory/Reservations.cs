using DistLog.Shop;
using DistLog.Shop.Messages;
using DistLog.Shop.Store;
using Microsoft.Extensions.Options;

namespace DistLog.Inventory;

/// <summary>Holds articles for orders, and gives them back.</summary>
internal sealed class Reservations(Stock stock, IOptions<ShopOptions> options, ILogger<Reservations> logger)
{
    private readonly BoundedStore<Reservation> _held = new(options.Value.MaxRemembered);

    public Reservation? Find(string id) => _held.TryGet(id, out var found) ? found : null;

    /// <returns>Null where an article is <paramref name="missing"/>.</returns>
    public Reservation? TryReserve(ReservationRequest request, out OrderItem? missing)
    {
        missing = stock.TryTake(request.Items, out var total);
        if (missing is not null)
        {
            Log.OutOfStock(logger, request.OrderId, missing.Sku, missing.Quantity);
            return null;
        }

        var reservation = new Reservation(Guid.CreateVersion7().ToString("N"), request.OrderId, request.Items, total, Released: false);
        _held.Put(reservation.Id, reservation);
        Log.Reserved(logger, request.OrderId, request.Items.Count, total);
        Restock();
        return reservation;
    }

    /// <summary>Puts the articles back; once, however often it is asked.</summary>
    /// <returns>Whether there is such a reservation.</returns>
    public bool Release(string id)
    {
        if (_held.Update(id, held => held.Released ? null : held with { Released = true }) is { } released)
        {
            stock.PutBack(released.Items);
            Log.Released(logger, released.OrderId);
        }

        return _held.TryGet(id, out _);
    }

    private void Restock()
    {
        foreach (var article in stock.Restock())
        {
            Log.Restocked(logger, article.Sku, article.Available, Stock.FullStock);
        }
    }
}

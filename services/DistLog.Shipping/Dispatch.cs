using DistLog.Shop;
using DistLog.Shop.Messages;
using DistLog.Shop.Store;
using Microsoft.Extensions.Options;

namespace DistLog.Shipping;

/// <summary>Hands parcels to carriers.</summary>
internal sealed class Dispatch(IOptions<ShopOptions> options, ILogger<Dispatch> logger)
{
    // A bicycle takes this many pieces; more go by van.
    private const int BicyclePieces = 4;

    private readonly BoundedStore<Shipment> _shipments = new(options.Value.MaxRemembered);

    public Shipment? Find(string id) => _shipments.TryGet(id, out var found) ? found : null;

    public Shipment Send(ShipmentRequest request)
    {
        var pieces = request.Items.Sum(item => item.Quantity);
        var carrier = pieces <= BicyclePieces ? "bicycle" : "van";
        var shipment = new Shipment(Guid.CreateVersion7().ToString("N"), request.OrderId, request.Customer, carrier, pieces);
        _shipments.Put(shipment.Id, shipment);
        Log.Dispatched(logger, request.OrderId, pieces, carrier);
        return shipment;
    }
}

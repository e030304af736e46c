using DistLog.Shop;
using DistLog.Shop.Messages;
using DistLog.Shop.Store;
using Microsoft.Extensions.Options;

namespace DistLog.Payments;

/// <summary>Charges customers, and pays back.</summary>
internal sealed class Ledger(IOptions<ShopOptions> options, ILogger<Ledger> logger)
{
    /// <summary>Above this the customer's bank declines.</summary>
    public const decimal CardLimit = 2_000m;

    private readonly BoundedStore<Charge> _charges = new(options.Value.MaxRemembered);

    public Charge? Find(string id) => _charges.TryGet(id, out var found) ? found : null;

    /// <returns>Null where the bank declines.</returns>
    public Charge? TryCharge(ChargeRequest request)
    {
        if (request.Amount > CardLimit)
        {
            Log.Declined(logger, request.OrderId, request.Amount, CardLimit);
            return null;
        }

        var charge = new Charge(Guid.CreateVersion7().ToString("N"), request.OrderId, request.Customer, request.Amount, Refunded: false);
        _charges.Put(charge.Id, charge);
        Log.Charged(logger, request.OrderId, request.Customer, request.Amount);
        return charge;
    }

    /// <summary>Pays a charge back; once, however often it is asked.</summary>
    /// <returns>The charge as it is now; null where there is none of that id.</returns>
    public Charge? Refund(string id)
    {
        if (_charges.Update(id, charge => charge.Refunded ? null : charge with { Refunded = true }) is { } refunded)
        {
            Log.Refunded(logger, refunded.OrderId, refunded.Amount);
        }

        return Find(id);
    }
}

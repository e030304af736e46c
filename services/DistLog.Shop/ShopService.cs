namespace DistLog.Shop;

/// <summary>Which of the four services this process is.</summary>
/// <param name="Name">As DistLog shows it, such as PaymentService.</param>
/// <param name="FailureCode">The error code of its injected failures.</param>
/// <param name="FailureReason">What an injected failure says.</param>
internal sealed record ShopService(string Name, string FailureCode, string FailureReason)
{
    public static ShopService Orders { get; } = new("OrderService", "ORDER_STORE_UNAVAILABLE", "The order store does not answer.");

    public static ShopService Inventory { get; } = new("InventoryService", "STOCK_LOCK_TIMEOUT", "The lock on the stock was not granted in time.");

    public static ShopService Payments { get; } = new("PaymentService", "GATEWAY_TIMEOUT", "The payment gateway did not answer.");

    public static ShopService Shipping { get; } = new("ShippingService", "CARRIER_UNAVAILABLE", "No carrier takes shipments now.");

    /// <summary>A number of its own for the seed, the same in every run (string.GetHashCode is not).</summary>
    public int Salt => Name.Aggregate(17, (sum, letter) => unchecked((sum * 31) + letter));
}
